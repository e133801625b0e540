// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#define BOOST_TEST_MODULE genpool
#include "watchdog.hpp"

#include <boost/test/unit_test.hpp>

namespace
{

genpool::test::watchdog watchdog;

} // namespace
