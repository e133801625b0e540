// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/parts/stage.hpp>

#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

namespace genpool::detail
{

/// Asks one source after another.
template <class... Inners>
class zipped
{
public:
    using value_type = std::tuple<typename Inners::value_type...>;
    static constexpr bool synchronous = (Inners::synchronous && ...);
    static constexpr bool waits = (waits_itself<Inners>() || ...);
    static constexpr bool pulls = (pulls_itself<Inners>() || ...);

    explicit zipped(std::tuple<Inners...> inners) : inners_(std::move(inners)) {}

    void bind(source_waker& host) noexcept
    {
        for_all([&](auto& inner) { inner.bind(host); });
    }

    poll_result poll() { return poll_from(std::index_sequence_for<Inners...>()); }
    value_type&& value() noexcept { return *std::move(item_); }

    void start() noexcept
    {
        for_each([&](auto& inner, std::size_t i) {
            if (i == at_)
                inner.start();
        });
    }

    bool serial() const noexcept
    {
        return std::apply([](auto&... inners) { return (inners.serial() || ...); }, inners_);
    }

    void cancel() noexcept
    {
        for_all([](auto& inner) { inner.cancel(); });
    }

    void upstreams(upstream_list& list) const
    {
        std::apply([&](auto&... inners) { (add_upstreams(inners, list), ...); }, inners_);
    }

private:
    template <class F>
    void for_all(F f)
    {
        std::apply([&](auto&... inners) { (f(inners), ...); }, inners_);
    }

    template <class F>
    void for_each(F f)
    {
        std::size_t i = 0;
        for_all([&](auto& inner) { f(inner, i++); });
    }

    template <std::size_t... I>
    poll_result poll_from(std::index_sequence<I...>)
    {
        auto how = poll_result::value;
        if (!(poll_one<I>(how) && ...))
            return how;
        at_ = 0;
        item_.emplace(*std::move(std::get<I>(parts_))...);
        return poll_result::value;
    }

    template <std::size_t i>
    bool poll_one(poll_result& how)
    {
        if (at_ != i)
            return true; // there is one
        how = std::get<i>(inners_).poll();
        if (how == poll_result::end)
            cancel();
        if (how != poll_result::value)
            return false;
        std::get<i>(parts_).emplace(std::get<i>(inners_).value());
        ++at_;
        return true;
    }

    std::tuple<Inners...> inners_;
    std::tuple<std::optional<typename Inners::value_type>...> parts_;
    std::optional<value_type> item_;
    std::size_t at_ = 0;
};

/// The bound source of a zip with what a closure holds.
template <class First, class Held>
class zip_source;

template <class First, class... Others>
class zip_source<First, std::tuple<Others...>> : public zipped<First, Others...>
{
public:
    zip_source(First&& first, std::tuple<Others...> others)
        : zipped<First, Others...>(std::tuple_cat(std::tuple<First>(std::move(first)), std::move(others)))
    {}
};

} // namespace genpool::detail
