// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/async_submit.hpp>
#include <genpool/map_stream.hpp>

#include "evidence.hpp"
#include "functions.hpp"
#include "places.hpp"
#include "sources.hpp"
#include "tokens.hpp"
#include <genpool/detail/asio/executor.hpp>

#include <boost/asio/bind_executor.hpp>

#include <concepts>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace genpool::test
{

/// One form of each, together: genpool's calls, and what they promise.
template <class Source, class Pool, class Token, class Function, bool ResultsElsewhere>
class trial
{
public:
    /// `async_for_each` with a callback, in both orders.
    void for_each_result()
    {
        each(host::duty::one_operation, both, item_count, [&](auto& where, Source& source, order o) {
            surroundings s(where.threads);
            auto& log = evidence_.of_results(right_place_of_results(where));
            auto const on_result = [&] {
                if constexpr (ResultsElsewhere)
                    return boost::asio::bind_executor(s.executor(result_number), record_result{&log});
                else
                    return record_result{&log};
            };
            auto const done = run<summary>(where, s, [&](auto token) {
                return async_for_each(where.pool, source.make(where.pool), function(where), on_result(),
                                      small(o), std::move(token));
            });
            check_success(done.error);
            check_summary(told(done));
            check_numbers(log.results, source.items(), o);
        });
    }

    /// `async_for_each` without a callback and without options.
    void for_each()
    {
        each(host::duty::one_operation, {order::input}, item_count, [&](auto& where, Source& source, order) {
            surroundings s(where.threads);
            bool const awaited = std::same_as<Function, awaitable_function>;
            auto const most = awaited ? 64 : detail::default_concurrency(detail::executor_of(where.pool));
            auto const done = run<summary>(where, s, [&](auto token) {
                return async_for_each(where.pool, source.make(where.pool), function(where, most),
                                      std::move(token));
            });
            check_success(done.error);
            check_summary(told(done));
        });
    }

    void map()
    {
        each(host::duty::one_operation, both, item_count, [&](auto& where, Source& source, order o) {
            surroundings s(where.threads);
            auto const done = run<std::vector<int>>(where, s, [&](auto token) {
                return async_map(where.pool, source.make(where.pool), function(where), small(o),
                                 std::move(token));
            });
            check_success(done.error);
            if (auto const* results = told(done))
                check_numbers(*results, source.items(), o);
        });
    }

    /// `map_stream`, `async_next`, `try_next` and `async_close`.
    void stream()
    {
        each(host::duty::many, both, item_count, [&](auto& where, Source& source, order o) {
            surroundings s(where.threads);
            auto results = map_stream(where.pool, source.make(where.pool), function(where), small(o));
            std::vector<int> numbers;
            for (bool ended = false; !ended;) {
                auto const done = run<std::optional<int>>(
                    where, s, [&](auto token) { return results.async_next(std::move(token)); });
                check_success(done.error);
                auto const* result = told(done);
                ended = result != nullptr ? !*result : results.stats().delivered == item_count;
                if (result != nullptr && !ended)
                    numbers.push_back(**result);
                while (auto const more = results.try_next())
                    numbers.push_back(*more);
            }
            auto const closed =
                run<summary>(where, s, [&](auto token) { return results.async_close(std::move(token)); });
            check_success(closed.error);
            check_summary(told(closed));
            if (is_told)
                check_numbers(numbers, source.items(), o);
        });
    }

    void submit()
    {
        each(host::duty::one_operation, {order::input}, 1, [&](auto& where, Source&, order) {
            surroundings s(where.threads);
            auto const done = run<int>(where, s, [&](auto token) {
                return async_submit(where.pool, call_with_21(function(where)), std::move(token));
            });
            check_success(done.error);
            if (auto const* result = told(done))
                check_numbers({*result}, {21}, order::input);
        });
    }

private:
    static constexpr auto both = {order::input, order::completion};
    static constexpr bool is_told = !std::is_same_v<Token, detached_token>;

    static constexpr std::size_t concurrency = 2;

    static options small(order o) { return {.concurrency = concurrency, .window = 4, .order = o}; }

    static auto call_with_21(Function function)
    {
        if constexpr (std::is_same_v<Function, stop_aware_function>)
            return [function](std::stop_token token) { return function(21, std::move(token)); };
        else
            return [function, item = 21] { return function(item); };
    }

    /// Calls `f` with every place, source and order.
    template <class F>
    void each(host::duty duty, std::initializer_list<order> orders, int calls, F f)
    {
        for (int variant = 0; variant != Source::variants; ++variant) {
            Source source(variant);
            for (auto o : orders)
                Pool::each(duty, [&](auto const& where) { f(where, source, o); });
        }
        evidence_.check(calls);
    }

    template <class Place>
    static std::function<bool()> right_place_of_handler(Place const& where)
    {
        if constexpr (Token::place == handler_place::other)
            return [] { return runs_on(other_number); };
        else if constexpr (Token::place == handler_place::pool)
            return [&where] { return where.runs_here(); };
        else
            return [main = std::this_thread::get_id()] { return std::this_thread::get_id() != main; };
    }

    template <class Place>
    static std::function<bool()> right_place_of_results(Place const& where)
    {
        if constexpr (ResultsElsewhere)
            return [] { return runs_on(result_number); };
        else if constexpr (Token::place == handler_place::other)
            return right_place_of_handler(where);
        else
            return [&where] { return where.runs_here(); };
    }

    template <class Place>
    Function function(Place const& where, std::size_t most_at_once = concurrency)
    {
        return {&evidence_.of_calls([&where] { return where.runs_here(); }, most_at_once)};
    }

    template <class X, class Place, class Launch>
    completion<X> run(Place const& where, surroundings& s, Launch launch)
    {
        auto& o = evidence_.of_handler(right_place_of_handler(where));
        return Token::template run<X>(s, observed_start<Launch>{o, std::move(launch)});
    }

    /// The value; null, a failure, or nobody is told.
    template <class X>
    static X const* told(completion<X> const& done)
    {
        BOOST_TEST(done.value.has_value() == is_told);
        return done.value ? &*done.value : nullptr;
    }

    evidence evidence_;
};

} // namespace genpool::test
