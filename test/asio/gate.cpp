// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../support/execution/event.hpp"
#include <genpool/detail/asio/gate.hpp>

#include <boost/test/unit_test.hpp>

#include <future>
#include <thread>

namespace asio_gate_tests
{

using genpool::detail::gate;
using genpool::test::event;

BOOST_AUTO_TEST_SUITE(gates)

BOOST_AUTO_TEST_CASE(are_open_until_they_are_closed)
{
    gate g;
    {
        gate::pass const outer(g);
        gate::pass const inner(g);
        BOOST_TEST(bool(outer));
        BOOST_TEST(bool(inner));
    }
    g.close();
    BOOST_TEST(!gate::pass(g));
    BOOST_TEST(!gate::pass(g));
}

BOOST_AUTO_TEST_CASE(can_be_closed_again)
{
    gate g;
    g.close();
    BOOST_TEST(!gate::pass(g));
    g.close();
    BOOST_TEST(!gate::pass(g));
}

BOOST_AUTO_TEST_CASE(refuse_from_the_beginning_of_closing)
{
    gate g;
    std::thread closer;
    {
        gate::pass const held(g);
        closer = std::thread([&] { g.close(); });
        while (gate::pass(g))
            std::this_thread::yield();
        BOOST_TEST(bool(held));
    }
    closer.join();
}

BOOST_AUTO_TEST_CASE(are_closed_when_nobody_is_inside)
{
    gate g;
    event entered;
    event closing;
    bool left = false; // protected by the gate alone
    std::thread user([&] {
        gate::pass const held(g);
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
    gate g;
    bool gone = false; // protected by the gate alone
    event used;
    auto const uses_after_the_end = [&] {
        int uses = 0;
        for (;;) {
            gate::pass const held(g);
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

} // namespace asio_gate_tests
