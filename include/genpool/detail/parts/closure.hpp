// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/source.hpp>

#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

namespace genpool
{

template <class Bound>
class piped;

namespace detail
{

/// What stands to the right of a `|`: its `after` is called with what stands to the left. It is no function: Asio has
/// an operator for those.
struct closure_base
{};

template <class C>
concept closure = std::derived_from<std::remove_cvref_t<C>, closure_base>;

/// A closure that its `apply` uses up: of an lvalue a copy.
template <class Derived>
class applied_closure : public closure_base
{
public:
    template <class S>
    auto after(S&& s) const&
    {
        return Derived(static_cast<Derived const&>(*this)).apply(std::forward<S>(s));
    }

    template <class S>
    auto after(S&& s) &&
    {
        return static_cast<Derived&>(*this).apply(std::forward<S>(s));
    }
};

/// Two closures after one another.
template <class First, class Second>
class composed : public closure_base
{
public:
    composed(First first, Second second) : first_(std::move(first)), second_(std::move(second)) {}

    template <class S>
    auto after(S&& s) const&
    {
        return second_.after(first_.after(std::forward<S>(s)));
    }

    template <class S>
    auto after(S&& s) &&
    {
        return std::move(second_).after(std::move(first_).after(std::forward<S>(s)));
    }

private:
    First first_;
    Second second_;
};

/// The closure of a part that is the bound source `Stage<Inner, Args...>`, made of the bound source before it and of
/// `args`. An rvalue moves them.
template <template <class, class...> class Stage, class... Args>
class part : public applied_closure<part<Stage, Args...>>
{
public:
    explicit part(Args... args) : args_(std::move(args)...) {}

private:
    friend applied_closure<part>;

    template <class S>
    auto apply(S&& s)
    {
        if constexpr (require_source<S>()) {
            using stage = Stage<decltype(make_source(std::forward<S>(s))), Args...>;
            return std::apply(
                [&](Args&... args) {
                    return piped<stage>(stage(make_source(std::forward<S>(s)), std::move(args)...));
                },
                args_);
        }
    }

    std::tuple<Args...> args_;
};

template <class S, closure C>
    requires(!closure<S>)
auto operator|(S&& s, C&& c) { return std::forward<C>(c).after(std::forward<S>(s)); }

template <closure First, closure Second>
composed<std::remove_cvref_t<First>, std::remove_cvref_t<Second>> operator|(First&& first, Second&& second)
{
    return {std::forward<First>(first), std::forward<Second>(second)};
}

} // namespace detail
} // namespace genpool
