// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/consumer/error_report.hpp>

#include <boost/test/unit_test.hpp>

#include <barrier>
#include <thread>
#include <vector>

namespace consumer_error_report_tests
{

BOOST_AUTO_TEST_SUITE(error_report)

BOOST_AUTO_TEST_CASE(who_comes_first_reports_the_error_and_reports_it_again)
{
    genpool::detail::error_report to_consumer;
    BOOST_TEST(!to_consumer.made());
    BOOST_TEST(to_consumer.by_consumer());
    BOOST_TEST(to_consumer.made());
    BOOST_TEST(!to_consumer.by_closing());
    BOOST_TEST(to_consumer.by_consumer());

    genpool::detail::error_report to_closing;
    BOOST_TEST(to_closing.by_closing());
    BOOST_TEST(to_closing.made());
    BOOST_TEST(!to_closing.by_consumer());
    BOOST_TEST(to_closing.by_closing());
}

BOOST_AUTO_TEST_CASE(of_a_consumer_and_a_closing_at_the_same_instant_one_reports_the_error)
{
    constexpr auto rounds = 20'000U;
    std::vector<genpool::detail::error_report> reports(rounds);
    std::vector<char> by_consumer(rounds);
    std::vector<char> by_closing(rounds);
    std::barrier both(2);
    std::thread consumer([&] {
        for (auto i = 0U; i < rounds; ++i) {
            if (i % 100 == 0)
                both.arrive_and_wait();
            by_consumer[i] = reports[i].by_consumer();
        }
    });
    for (auto i = 0U; i < rounds; ++i) {
        if (i % 100 == 0)
            both.arrive_and_wait();
        by_closing[i] = reports[i].by_closing();
    }
    consumer.join();
    for (auto i = 0U; i < rounds; ++i)
        BOOST_REQUIRE_EQUAL(by_consumer[i] + by_closing[i], 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consumer_error_report_tests
