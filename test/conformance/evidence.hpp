// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include "../support/maps/observed.hpp"
#include "../support/maps/run_map.hpp"
#include "../support/values/describe.hpp"
#include "functions.hpp"
#include "tokens.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <list>
#include <vector>

namespace genpool::test
{

/// What is seen of the calls of `on_result`.
struct result_log
{
    std::function<bool()> right_place;
    std::vector<int> results = {}; // protected by nothing but the promise that calls never overlap
    std::atomic<bool> running{false};
    std::atomic<int> overlaps{0};
    std::atomic<int> elsewhere{0};
};

struct record_result
{
    result_log* log;

    void operator()(int&& result) const
    {
        log->overlaps += log->running.exchange(true);
        log->elsewhere += !log->right_place();
        log->results.push_back(result);
        log->running = false;
    }
};

/// All that is seen of the operations of one trial. It outlives their contexts, which may be destroyed with a
/// handler in them.
class evidence
{
public:
    observer& of_handler(std::function<bool()> right_place)
    {
        return observers_.emplace_back(std::move(right_place));
    }

    call_log& of_calls(std::function<bool()> right_place, std::size_t most_allowed)
    {
        return calls_.emplace_back(std::move(right_place), most_allowed);
    }

    result_log& of_results(std::function<bool()> right_place)
    {
        return results_.emplace_back(std::move(right_place));
    }

    /// Checks what must hold of every operation, and that the last one called its function `calls` times.
    void check(int calls)
    {
        for (auto const& o : observers_)
            o.check();
        for (auto const& log : calls_) {
            BOOST_TEST(log.calls == calls);
            BOOST_TEST(log.elsewhere == 0, "a call ran off the pool");
            BOOST_TEST(log.most_running <= log.most_allowed, log.most_running << " calls ran at once");
        }
        for (auto const& log : results_) {
            BOOST_TEST(log.overlaps == 0, "calls of on_result overlapped");
            BOOST_TEST(log.elsewhere == 0, "on_result ran on another executor than its own");
        }
        observers_.clear();
        calls_.clear();
        results_.clear();
    }

private:
    std::list<observer> observers_;
    std::list<call_log> calls_;
    std::list<result_log> results_;
};

inline void check_success(std::exception_ptr const& error) { BOOST_TEST(describe(error) == "ok"); }

/// `s` is null where nobody is told.
inline void check_summary(summary const* s)
{
    if (s == nullptr)
        return;
    BOOST_TEST(balanced(*s));
    BOOST_TEST((s->ended == end_reason::completed));
    BOOST_TEST(s->delivered == item_count);
    BOOST_TEST(s->pulled == item_count);
}

/// Whether `numbers` are those of the items doubled, in the order asked for.
inline void check_numbers(std::vector<int> numbers, std::vector<int> items, order o)
{
    for (int& item : items)
        item *= 2;
    if (o == order::completion) {
        std::ranges::sort(numbers);
        std::ranges::sort(items);
    }
    BOOST_TEST(numbers == items, boost::test_tools::per_element());
}

} // namespace genpool::test
