// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <stop_token>

namespace genpool::remote::detail
{

/// What a function takes and returns; `item` is void where it is no function of one item.
template <class F>
struct parameters
{
    using item = void;
    using result = void;
    static constexpr bool stop_aware = false;
};

template <class R, class T>
struct parameters<R(T)>
{
    using item = T;
    using result = R;
    static constexpr bool stop_aware = false;
};

template <class R, class T>
struct parameters<R(T, std::stop_token)> : parameters<R(T)>
{
    static constexpr bool stop_aware = true;
};

template <class F>
struct called_as
{
    using type = void;
};

template <class R, class... A>
struct called_as<R (*)(A...)>
{
    using type = R(A...);
};

template <class R, class... A>
struct called_as<R (*)(A...) noexcept>
{
    using type = R(A...);
};

template <class R, class C, class... A>
struct called_as<R (C::*)(A...)>
{
    using type = R(A...);
};

template <class R, class C, class... A>
struct called_as<R (C::*)(A...) const>
{
    using type = R(A...);
};

template <class R, class C, class... A>
struct called_as<R (C::*)(A...) noexcept>
{
    using type = R(A...);
};

template <class R, class C, class... A>
struct called_as<R (C::*)(A...) const noexcept>
{
    using type = R(A...);
};

template <class F>
struct callable_as : called_as<F>
{};

template <class F>
    requires requires { &F::operator(); }
struct callable_as<F> : called_as<decltype(&F::operator())>
{};

template <class F>
using signature_of = parameters<typename callable_as<F>::type>;

} // namespace genpool::remote::detail
