// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/test/tree/global_fixture.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace genpool::test
{

/// Ends the process, after printing the stacks of all its threads, when one test case takes longer than
/// 60 seconds (five times that under a sanitizer) or than the seconds in GENPOOL_TEST_TIMEOUT.
class watchdog : public boost::unit_test::global_configuration
{
public:
    void test_start(boost::unit_test::counter_t, boost::unit_test::test_unit_id) override;
    void test_finish() override;
    void test_unit_start(boost::unit_test::test_unit const& unit) override;
    void test_unit_finish(boost::unit_test::test_unit const& unit, unsigned long) override;

private:
    using clock = std::chrono::steady_clock;

    void watch();

    std::chrono::seconds patience_ = {};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string name_;
    std::optional<clock::time_point> deadline_;
    bool ended_ = false;
    std::thread thread_;
};

} // namespace genpool::test
