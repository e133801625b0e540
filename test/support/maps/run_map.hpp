// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/async_for_each.hpp>
#include <genpool/options.hpp>
#include <genpool/summary.hpp>

#include "support/execution/event.hpp"
#include "support/values/describe.hpp"

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace genpool::test
{

/// How a map ended.
struct map_end
{
    std::string error;
    summary account;
};

/// What a map gave, and how it ended.
template <class R>
struct collected_map : map_end
{
    std::vector<R> results;
};

/// Whether a summary accounts for every item, those of the earlier stages too.
inline bool balanced(summary const& s)
{
    bool good = s.pulled == s.delivered + s.failed + s.cancelled;
    for (auto const& stage : s.upstream)
        good = good && balanced(stage);
    return good;
}

/// Maps with a callback for each result, and waits for the end.
template <class Pool, class Source, class Function, class OnResult>
map_end run_map(Pool& pool, Source&& source, Function&& function, options const& o, OnResult&& on_result)
{
    map_end result;
    event ended;
    async_for_each(pool, std::forward<Source>(source), std::forward<Function>(function),
                   std::forward<OnResult>(on_result), o, [&](std::exception_ptr error, summary s) {
                       result.error = describe(error);
                       result.account = std::move(s);
                       ended.set();
                   });
    ended.wait();
    return result;
}

/// Maps, and waits for the end.
template <class Pool, class Source, class Function>
auto collect_map(Pool& pool, Source&& source, Function&& function, options const& o = {})
{
    using result = detail::map_result_t<Source, Function>;
    collected_map<result> map;
    auto const keep = [&](result&& r) { map.results.push_back(std::move(r)); };
    static_cast<map_end&>(map) =
        run_map(pool, std::forward<Source>(source), std::forward<Function>(function), o, keep);
    return map;
}

} // namespace genpool::test
