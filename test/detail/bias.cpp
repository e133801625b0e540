// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/bias.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

using genpool::detail::bias;

namespace
{

bool enter_elsewhere(bias& b)
{
    bool biased_to_another = false;
    std::thread([&] { biased_to_another = b.enter(); }).join();
    return biased_to_another;
}

/// How often this thread enters until it has been alone for long enough.
int entries_until_due(bias& b)
{
    int entries = 0;
    for (; !b.is_due(); ++entries)
        BOOST_TEST(!b.enter());
    return entries;
}

} // namespace

BOOST_AUTO_TEST_SUITE(biases)

BOOST_AUTO_TEST_CASE(are_due_to_a_thread_that_has_long_been_alone)
{
    bias b;
    BOOST_TEST(!b.is_due());
    auto const entries = entries_until_due(b);
    BOOST_TEST(entries > 2);
    BOOST_TEST(!enter_elsewhere(b)); // to nobody yet
    BOOST_TEST(!b.is_due());
    BOOST_TEST(entries_until_due(b) == entries);
}

BOOST_AUTO_TEST_CASE(are_told_from_others)
{
    bias b;
    entries_until_due(b);
    BOOST_TEST(!b.is_mine());
    if (!b.take())
        return; // there are no remote fences here
    BOOST_TEST(b.is_mine());
    BOOST_TEST(!b.enter());
    BOOST_TEST(b.was_last());
    BOOST_TEST(enter_elsewhere(b));
    BOOST_TEST(b.is_mine()); // until whoever entered has it given up
    BOOST_TEST(!b.was_last());
    b.give_up();
    BOOST_TEST(!b.is_mine());
    BOOST_TEST(!enter_elsewhere(b));
}

BOOST_AUTO_TEST_CASE(come_later_after_each_that_was_in_vain_but_come)
{
    bias b;
    auto before = entries_until_due(b);
    for (int i = 0; i != 20; ++i) {
        b.take();
        b.give_up();
        BOOST_TEST(!enter_elsewhere(b));
        auto const now = entries_until_due(b);
        BOOST_TEST(now >= before);
        BOOST_TEST(now < 10'000);
        before = now;
    }
}

BOOST_AUTO_TEST_CASE(leave_nothing_unseen_with_a_remote_fence)
{
    bias b;
    entries_until_due(b);
    if (!b.take())
        return;
    constexpr int rounds = 5'000;
    int missed = 0;
    std::atomic<int> published{0}, waited_for{0}, seen_by_one{0}, turn{0};
    std::thread one([&] {
        for (int i = 1; i <= rounds; ++i) {
            for (int looks = 0; turn.load() != i; ++looks)
                if (looks > 100)
                    std::this_thread::yield();
            published.store(i, std::memory_order_release);
            std::atomic_signal_fence(std::memory_order_seq_cst);
            seen_by_one.store(waited_for.load(), std::memory_order_release);
        }
    });
    for (int i = 1; i <= rounds; ++i) {
        seen_by_one = -1;
        turn = i;
        waited_for.store(i);
        genpool::detail::remote_fence();
        auto const seen_by_other = published.load();
        int by_one = -1;
        while ((by_one = seen_by_one.load()) == -1)
            std::this_thread::yield();
        missed += seen_by_other != i && by_one != i;
    }
    one.join();
    BOOST_TEST(missed == 0);
}

BOOST_AUTO_TEST_SUITE_END()
