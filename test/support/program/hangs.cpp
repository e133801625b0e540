// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Hangs on purpose: run with GENPOOL_TEST_TIMEOUT=1 the watchdog has to end it, and to show both threads.
#include <boost/test/unit_test.hpp>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace
{

void wait_for_ever()
{
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable().wait(lock, [] { return false; });
}

} // namespace

BOOST_AUTO_TEST_SUITE(watchdog)

BOOST_AUTO_TEST_CASE(ends_a_test_that_hangs)
{
    std::jthread other(wait_for_ever);
    wait_for_ever();
}

BOOST_AUTO_TEST_SUITE_END()
