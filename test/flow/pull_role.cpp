// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/pull_role.hpp>

#include <boost/test/unit_test.hpp>

using genpool::detail::pull_role;

BOOST_AUTO_TEST_SUITE(pull_roles)

BOOST_AUTO_TEST_CASE(are_passed_on_by_a_report)
{
    pull_role role;
    BOOST_TEST(role.is_vacant());
    role.queue();
    BOOST_TEST(role.is_queued());
    role.run();
    BOOST_TEST(role.is_running());
    BOOST_TEST(role.wait());
    BOOST_TEST(role.is_waiting());
    BOOST_TEST(role.wake());
    BOOST_TEST(role.is_queued());
    role.run();
    role.leave();
    BOOST_TEST(role.is_vacant());
}

BOOST_AUTO_TEST_CASE(keep_a_report_that_comes_before_the_wait)
{
    pull_role role;
    role.run();
    BOOST_TEST(!role.wake());
    BOOST_TEST(!role.wait());
    BOOST_TEST(role.is_running());
    BOOST_TEST(role.wait()); // one report, one wait
}

BOOST_AUTO_TEST_CASE(keep_a_report_that_comes_while_the_source_is_told_to_end)
{
    pull_role role;
    BOOST_TEST(!role.tell()); // nobody waits
    role.run();
    BOOST_TEST(role.wait());
    BOOST_TEST(role.tell());
    BOOST_TEST(role.is_running());
    BOOST_TEST(!role.wake());
    BOOST_TEST(role.told());
    BOOST_TEST(role.is_waiting());
    BOOST_TEST(role.wake());
    role.run();
    BOOST_TEST(role.wait());
    BOOST_TEST(role.tell());
    BOOST_TEST(!role.told()); // nothing was reported
}

BOOST_AUTO_TEST_CASE(remember_a_loss)
{
    pull_role role;
    role.run();
    BOOST_TEST(!role.lose());
    BOOST_TEST(role.is_lost());
    BOOST_TEST(!role.wait());
    pull_role waiting;
    waiting.run();
    BOOST_TEST(waiting.wait());
    BOOST_TEST(!waiting.is_lost());
    BOOST_TEST(waiting.lose());
    BOOST_TEST(waiting.is_running());
}

BOOST_AUTO_TEST_SUITE_END()
