// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/parts/side.hpp>
#include <genpool/detail/parts/stage.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace genpool::detail
{

template <class First, class... Others>
class merge_source
{
    static constexpr std::size_t count = 1 + sizeof...(Others);

public:
    using value_type = typename First::value_type;
    static_assert((std::same_as<value_type, typename Others::value_type> && ...),
                  "genpool::merge: the sources must have items of one type: use genpool::transform before");
    static constexpr bool synchronous = First::synchronous && (Others::synchronous && ...);
    static constexpr bool waits = waits_itself<First>() || (waits_itself<Others>() || ...);
    static constexpr bool pulls = pulls_itself<First>() || (pulls_itself<Others>() || ...);

    merge_source(First&& first, std::tuple<Others...> others)
        : junction_(std::make_shared<junction>()),
          sides_(std::apply(
              [&](auto&... o) { return decltype(sides_)(make(first, junction_), make(o, junction_)...); },
              others))
    {}
    merge_source(merge_source&&) noexcept = default;
    ~merge_source()
    {
        for_all([](auto& one) {
            if (one)
                one->give_up();
        });
    }

    void bind(source_waker& host) noexcept
    {
        host_ = &host;
        for_all([&](auto& one) { one->bind(host); });
    }

    poll_result poll()
    {
        require_wanted(*host_); // one of them may have been waited for when it was stopped
        for (;;) {
            // From the one after that which came last: none is kept waiting by another that always has something.
            for (std::size_t asked = 0; asked != count; ++asked) {
                last_ = (last_ + 1) % count;
                auto const how = poll_one(last_);
                if (how == poll_result::value || how == poll_result::parked)
                    return how;
            }
            if (all([](auto& one) { return one.ended(); }))
                return poll_result::end;
            if (junction_->arm(*host_, [&] { return !all([](auto& one) { return !one.can_poll(); }); }))
                return poll_result::pending;
        }
    }

    value_type&& value() noexcept { return *std::move(item_); }

    void start() noexcept
    {
        with(last_, [](auto& one) {
            one.start();
            return 0;
        });
        if (!junction_->arm(*host_, [&] { return !all([](auto& one) { return !one.can_poll(); }); }))
            host_->wake();
    }

    bool serial() const noexcept
    {
        return std::apply([](auto&... sides) { return (sides->source().serial() || ...); }, sides_);
    }

    void cancel() noexcept
    {
        for_all([](auto& one) { one->source().cancel(); });
    }

    void upstreams(upstream_list& list) const
    {
        std::apply([&](auto&... sides) { (add_upstreams(sides->source(), list), ...); }, sides_);
    }

private:
    template <class Bound>
    static std::shared_ptr<side<Bound>> make(Bound& source, std::shared_ptr<junction> const& j)
    {
        return std::make_shared<side<Bound>>(std::move(source), j);
    }

    template <class F>
    void for_all(F f)
    {
        std::apply([&](auto&... sides) { (f(sides), ...); }, sides_);
    }

    template <class F>
    bool all(F f)
    {
        return std::apply([&](auto&... sides) { return (f(*sides) && ...); }, sides_);
    }

    template <class F, std::size_t i = 0>
    auto with(std::size_t which, F f)
    {
        if constexpr (i + 1 < count)
            if (which != i)
                return with<F, i + 1>(which, f);
        return f(*std::get<i>(sides_));
    }

    poll_result poll_one(std::size_t which)
    {
        return with(which, [&](auto& one) {
            auto const how = one.poll();
            if (how == poll_result::value)
                item_.emplace(one.source().value());
            return how;
        });
    }

    std::shared_ptr<junction> junction_;
    std::tuple<std::shared_ptr<side<First>>, std::shared_ptr<side<Others>>...> sides_;
    std::optional<value_type> item_;
    source_waker* host_ = nullptr;
    std::size_t last_ = count - 1;
};

/// The bound source of a merge with what a closure holds.
template <class First, class Held>
struct merged;

template <class First, class... Others>
struct merged<First, std::tuple<Others...>>
{
    using type = merge_source<First, Others...>;
};

template <class First, class Held>
using merge_stage = typename merged<First, Held>::type;

} // namespace genpool::detail
