// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>
#include <genpool/source.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/parts/closure.hpp>
#include <genpool/detail/parts/generated.hpp>
#include <genpool/detail/parts/stage.hpp>

#include <boost/asio/async_result.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace genpool
{

/// What it does: is what `source | part` gives, for every part but `map`, which gives a `stream`: the source with that
/// part behind it. It is a source itself. Nothing runs before the first item is asked for.
///
///     auto wanted = genpool::files("photos") | genpool::filter(is_new) | genpool::take(1000);
///     auto sent = std::move(wanted) | genpool::map(pool, send);
///
/// Parameters: none; the parts make it.
/// Executor: the parts, and what they are given to call, run wherever their source is pulled: in a map on its pool, one
///   item after another.
/// Cancellation: stopping or closing what pulls it stops the maps in it, and waits for their running calls.
/// Errors: what a part throws, or what its source fails with, comes after every item before it.
/// Object lifetimes: an rvalue source is owned; an lvalue needs `std::ref` or `std::move`, as for a map. It is moved
///   into what pulls it. What its parts refer to must live as long as that does.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
/// Exception safety: strong, but for what was moved in.
template <class Bound>
class [[nodiscard]] piped
{
public:
    using value_type = typename Bound::value_type;

    explicit piped(Bound&& bound) : bound_(std::move(bound)) {}
    piped(piped&& other)
        : bound_(std::exchange(other.bound_, std::nullopt)), by_hand_(std::move(other.by_hand_))
    {}
    piped& operator=(piped&&) = delete;

    /// Asks for the next item by hand, as `generator::async_next` does. From then on it is pulled in this way, or by
    /// `genpool::next`: it cannot be moved into a map any more.
    template <detail::token_for<void(std::exception_ptr, std::optional<value_type>)> Token>
    auto async_next(Token&& token)
    {
        return by_hand().async_next(std::forward<Token>(token));
    }

private:
    friend detail::source_traits<piped>;

    void require_filled() const
    {
        if (!bound_)
            detail::throw_empty("pipe");
    }

    generator<value_type>& by_hand()
    {
        if (bound_) {
            by_hand_ = detail::generated(detail::kept_bound<Bound>(std::move(*bound_)));
            bound_.reset();
        }
        return by_hand_;
    }

    std::optional<Bound> bound_;
    generator<value_type> by_hand_;
};

namespace detail
{

template <class Bound>
inline constexpr bool has_own_traits<piped<Bound>> = true;

template <class Bound>
struct source_traits<piped<Bound>>
{
    using value_type = typename Bound::value_type;

    static void require_filled(piped<Bound> const& source) { source.require_filled(); }

    static Bound own(piped<Bound>&& source)
    {
        source.require_filled();
        return *std::exchange(source.bound_, std::nullopt);
    }

    static auto borrow(piped<Bound>& source)
    {
        return source_traits<generator<value_type>>::borrow(source.by_hand());
    }
};

} // namespace detail
} // namespace genpool
