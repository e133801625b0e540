// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/parts/budget_state.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <semaphore>
#include <thread>
#include <utility>
#include <vector>

namespace parts_budget_state_tests
{

using genpool::detail::budget_share;

namespace
{

using state = genpool::detail::budget_state;

struct waiter : state::waiter
{
    void granted() noexcept override { semaphore.release(); }

    std::binary_semaphore semaphore{0};
};

} // namespace

BOOST_AUTO_TEST_SUITE(budget_state)

BOOST_AUTO_TEST_CASE(who_waits_is_granted_in_the_order_of_asking)
{
    auto const budget = state::make(3);
    waiter none, first, second;
    BOOST_TEST(budget->take(2, none));
    BOOST_TEST(!budget->take(2, first));
    BOOST_TEST(!budget->take(1, second)); // it would fit, and is not first
    BOOST_TEST(budget->used() == 2);
    budget->give_back(1);
    BOOST_TEST(first.semaphore.try_acquire());
    BOOST_TEST(!second.semaphore.try_acquire());
    budget->give_back(1);
    BOOST_TEST(second.semaphore.try_acquire());
    BOOST_TEST(!budget->leave(second));
    budget->give_back(3);
    BOOST_TEST(budget->used() == 0);
    BOOST_TEST(budget->take(3, none));
    budget->give_back(3);
}

BOOST_AUTO_TEST_CASE(who_leaves_makes_room_for_who_came_later)
{
    auto const budget = state::make(3);
    waiter none, large, small;
    BOOST_TEST(budget->take(2, none));
    BOOST_TEST(!budget->take(3, large));
    BOOST_TEST(!budget->take(1, small));
    BOOST_TEST(budget->leave(large));
    BOOST_TEST(small.semaphore.try_acquire());
    BOOST_TEST(!budget->leave(large));
    budget->give_back(3);
    BOOST_TEST(budget->used() == 0);
}

BOOST_AUTO_TEST_CASE(a_share_outlives_who_owns_the_budget)
{
    waiter none;
    std::optional<budget_share> kept;
    {
        auto const budget = state::make(2);
        BOOST_TEST(budget->take(2, none));
        budget_share all(*budget, 2);
        kept.emplace(std::move(all));
        BOOST_TEST(all.size() == 0);
    }
    BOOST_TEST(kept->size() == 2);
    kept->give_back();
    BOOST_TEST(kept->size() == 0);
}

BOOST_AUTO_TEST_CASE(a_budget_may_be_as_large_as_a_number_can_be)
{
    constexpr auto most = std::numeric_limits<std::size_t>::max();
    auto const budget = state::make(most);
    BOOST_TEST(budget->total() == most);
    waiter none, second;
    auto const all = budget->share_of(most);
    BOOST_TEST(budget->take(all, none));
    BOOST_TEST(!budget->take(1, second));
    budget->give_back(all);
    BOOST_TEST(second.semaphore.try_acquire());
    budget->give_back(1);
}

BOOST_AUTO_TEST_CASE(on_many_threads_it_is_never_exceeded_and_nobody_is_forgotten)
{
    constexpr std::size_t total = 5;
    constexpr std::size_t rounds = 5'000;
    auto budget = state::make(total);
    std::atomic<std::size_t> taken{0};
    std::atomic<bool> exceeded{false};
    std::array<std::thread, 4> threads;
    for (std::size_t t = 0; t != threads.size(); ++t)
        threads[t] = std::thread([&, t, mine = budget]() mutable {
            waiter w;
            for (std::size_t i = 0; i != rounds; ++i) {
                auto const share = 1 + (i + t) % total;
                if (!mine->take(share, w)) {
                    if (i % 7 == 0 && mine->leave(w))
                        continue;
                    w.semaphore.acquire();
                }
                if (taken.fetch_add(share) + share > total)
                    exceeded = true;
                budget_share const given(*mine, share);
                if (i + 1 == rounds)
                    mine.reset(); // what is given back now may be the last that it lives for
                taken -= share;
            }
        });
    budget.reset();
    for (auto& thread : threads)
        thread.join();
    BOOST_TEST(!exceeded);
    BOOST_TEST(taken == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace parts_budget_state_tests
