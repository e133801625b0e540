// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What nearly every test of images includes and is slow to compile. Tests include what they use all the same.
#pragma once

#include "images.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>
