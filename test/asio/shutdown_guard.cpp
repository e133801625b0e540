// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../support/execution/event.hpp"
#include <genpool/detail/asio/shutdown_guard.hpp>

#include <boost/test/unit_test.hpp>

#include <future>
#include <thread>

namespace asio_shutdown_guard_tests
{

using genpool::detail::shutdown_guard;
using genpool::test::event;

BOOST_AUTO_TEST_SUITE(gates)

BOOST_AUTO_TEST_CASE(are_open_until_they_are_closed)
{
    shutdown_guard g;
    {
        shutdown_guard::pass const outer(g);
        shutdown_guard::pass const inner(g);
        BOOST_TEST(bool(outer));
        BOOST_TEST(bool(inner));
    }
    g.close();
    BOOST_TEST(!shutdown_guard::pass(g));
    BOOST_TEST(!shutdown_guard::pass(g));
}

BOOST_AUTO_TEST_CASE(can_be_closed_again)
{
    shutdown_guard g;
    g.close();
    BOOST_TEST(!shutdown_guard::pass(g));
    g.close();
    BOOST_TEST(!shutdown_guard::pass(g));
}

BOOST_AUTO_TEST_CASE(refuse_from_the_beginning_of_closing)
{
    shutdown_guard g;
    std::thread closer;
    {
        shutdown_guard::pass const held(g);
        closer = std::thread([&] { g.close(); });
        while (shutdown_guard::pass(g))
            std::this_thread::yield();
        BOOST_TEST(bool(held));
    }
    closer.join();
}

BOOST_AUTO_TEST_CASE(are_closed_when_nobody_is_inside)
{
    shutdown_guard g;
    event entered;
    event closing;
    bool left = false; // protected by the guard alone
    std::thread user([&] {
        shutdown_guard::pass const held(g);
        entered.set();
        closing.wait();
        for (int i = 0; i != 1000; ++i)
            std::this_thread::yield();
        left = true;
    });
    entered.wait();
    closing.set();
    g.close();
    BOOST_TEST(left);
    user.join();
}

BOOST_AUTO_TEST_CASE(keep_what_is_gone_from_who_comes_late)
{
    shutdown_guard g;
    bool gone = false; // protected by the guard alone
    event used;
    auto const uses_after_the_end = [&] {
        int uses = 0;
        for (;;) {
            shutdown_guard::pass const held(g);
            if (!held)
                return uses;
            uses += gone;
            used.set();
        }
    };
    auto one = std::async(std::launch::async, uses_after_the_end);
    auto two = std::async(std::launch::async, uses_after_the_end);
    used.wait();
    g.close();
    gone = true;
    BOOST_TEST(one.get() == 0);
    BOOST_TEST(two.get() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace asio_shutdown_guard_tests
