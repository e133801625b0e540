// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What nearly every test includes and is slow to compile. Tests include what they use all the same.
#pragma once

#include <genpool.hpp>

#include <boost/asio.hpp>
#include <boost/test/unit_test.hpp>
