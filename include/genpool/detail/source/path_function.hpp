// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/callable.hpp>

#include <concepts>
#include <filesystem>
#include <functional>
#include <type_traits>
#include <utility>

namespace boost::filesystem
{
class path;
}

namespace genpool::detail
{

/// A function of `std::filesystem::path`, called with paths of Boost.
template <class F>
class path_function
{
    using path = std::filesystem::path;

    template <class... Stop>
    using returned = std::decay_t<std::invoke_result_t<F&, path, Stop...>>;

public:
    path_function(F function) : function_(std::move(function)) {}

    template <std::same_as<boost::filesystem::path> Path, class... Stop>
        requires std::invocable<F&, path, Stop...> returned<Stop...>
    operator()(Path&& item, Stop... stop)
    {
        path same(item.native());
        if constexpr (awaited<returned<Stop...>>::value)
            return call_awaited(function_, std::move(same), std::move(stop)...);
        else
            return std::invoke(function_, std::move(same), std::move(stop)...);
    }

private:
    /// The path lives in here until the call has completed.
    template <class... Stop>
    static returned<Stop...> call_awaited(F& function, path same, Stop... stop)
    {
        co_return co_await std::invoke(function, std::move(same), std::move(stop)...);
    }

    F function_;
};

/// What is called in the place of `F` for items of type `T`.
template <class F, class T>
struct mapped_function
{
    using type = F;
};

template <class F, std::same_as<boost::filesystem::path> T>
    requires(!called_with_items<F, T> && called_with_items<path_function<F>, T>)
struct mapped_function<F, T>
{
    using type = path_function<F>;
};

template <class F, class T>
using mapped_function_t = typename mapped_function<F, T>::type;

} // namespace genpool::detail
