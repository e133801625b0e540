// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What nearly every harness includes and is slow to compile. They include what they use all the same.
#pragma once

#include <genpool.hpp>
#include <genpool/coro.hpp>

#include <boost/asio.hpp>
