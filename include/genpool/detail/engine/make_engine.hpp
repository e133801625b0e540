// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/source.hpp>

#include <genpool/detail/engine/engine.hpp>
#include <genpool/detail/engine/make_pool.hpp>
#include <genpool/detail/source/upstreams.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

template <class S>
using item_t = typename decltype(make_source(std::declval<S>()))::value_type;

template <class S, class F>
using map_result_t = result_t<F, item_t<S>>;

/// Whether no element of a source has to be waited for, or takes long to find.
template <class Source>
inline constexpr bool elements_at_hand = false;
template <class R>
inline constexpr bool elements_at_hand<range_source<R>> = elements_are_there<R>;

/// A call that is awaited occupies no thread, so that the executor has no say in how many there may be.
inline std::size_t concurrency_of(options const& o, bool asynchronous, any_pool const& pool)
{
    constexpr std::size_t awaited_at_once = 64;
    if (!o.concurrency.is_automatic())
        return o.concurrency.value();
    return asynchronous ? awaited_at_once : pool.concurrency();
}

/// A map that is ready to start. Throws what copying or moving the source and the function throws, and
/// `std::bad_alloc`.
template <class Executor, class S, class F>
auto make_engine(Executor const& executor, S&& source, F&& function, options const& o)
{
    auto bound = make_source(std::forward<S>(source));
    using source_type = decltype(bound);
    using item_type = typename source_type::value_type;
    using function_type = mapped_function_t<std::decay_t<F>, item_type>;
    using traits = function_traits<function_type, item_type>;

    auto pool = make_pool(executor);
    map_runtime::settings const settings{concurrency_of(o, traits::asynchronous, *pool),
                                         o.window,
                                         o.order,
                                         traits::asynchronous,
                                         traits::stop_aware,
                                         elements_at_hand<source_type>,
                                         waits_itself<source_type>(),
                                         pulls_itself<source_type>()};
    upstream_list upstreams;
    add_upstreams(bound, upstreams);
    // One that does not fit has been refused in words: errors from inside would bury them.
    if constexpr (function_for<function_type, item_type>)
        return std::make_shared<engine<Executor, source_type, function_type>>(
            settings, std::move(upstreams), std::move(pool), executor, std::move(bound),
            std::forward<F>(function));
}

} // namespace genpool::detail
