// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/async_for_each.hpp>

#include "support/execution/manual_executor.hpp"
#include "support/files/temporary_tree.hpp"
#include "support/program/failing_calls.hpp"
#include "support/values/counted.hpp"

#include <cerrno>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace genpool::proof
{

/// An error, and what it is about, where that is known.
struct failure
{
    std::string path;
    int error;
};

/// One run of a scenario, in which calls go wrong, and what it has broken.
struct trial
{
    test::fault_plan faults;
    std::vector<std::string> broken = {};

    void require(bool holds, char const* promise)
    {
        if (!holds)
            broken.push_back(promise);
    }

    /// Whether somebody may be told of this error: not of an interruption, nor of a call that did less.
    bool may_be_told(int error) const { return faults.count != 0 && error == faults.error && error != EINTR; }
};

/// Maps by hand, in a world that ends with it, while calls go wrong. Returns the error that the map completes with.
template <class Source, class F, class OnResult>
std::exception_ptr map_in(trial& t, Source source, F function, OnResult on_result)
{
    test::census alive{0};
    int completions = 0;
    std::exception_ptr error;
    {
        test::failing_calls const now(t.faults);
        test::manual_context pool;
        auto const map_one = [&, instance = test::counted(alive)](auto&& item) {
            return std::pair(function(std::move(item)), test::counted(alive));
        };
        auto const complete = [&](std::exception_ptr e, summary const& account) {
            ++completions;
            error = e;
            t.require(account.pulled == account.delivered + account.failed + account.cancelled,
                      "the account balances");
            t.require(alive == 1, "function and results are gone at the completion"); // but for map_one
        };
        async_for_each(
            pool, std::move(source), map_one, [&](auto result) { on_result(std::move(result.first)); },
            {.concurrency = 2, .window = 4}, complete);
        pool.run();
    }
    t.require(completions == 1, "one completion");
    t.require(alive == 0, "nothing leaks");
    t.require(t.faults.closed_amiss == 0, "what is closed was open");
    return error;
}

struct scenario
{
    char const* name;
    std::function<void(trial&)> run;
};

/// What is tried; each source file adds its own.
inline std::vector<scenario>& scenarios()
{
    static std::vector<scenario> all;
    return all;
}

} // namespace genpool::proof
