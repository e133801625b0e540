// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

/// Everything of genpool::remote: functions that run in other processes and on other machines.
/// Thread safety: see each header.

#include <genpool/remote/bytes.hpp>
#include <genpool/remote/cluster.hpp>
#include <genpool/remote/codec.hpp>
#include <genpool/remote/error.hpp>
#include <genpool/remote/function.hpp>
#include <genpool/remote/functions.hpp>
#include <genpool/remote/processes.hpp>
#include <genpool/remote/serve.hpp>
