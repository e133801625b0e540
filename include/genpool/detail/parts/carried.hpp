// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// An item that is given as itself to whoever takes a `T`, a `T&`, a `T const&` or a `T&&`, and is moved on as it is by
/// whoever does not.
template <class T>
class carried
{
public:
    explicit carried(T&& value) : value_(std::move(value)) {}

    T& operator*() noexcept { return value_; }
    T const& operator*() const noexcept { return value_; }
    T* operator->() noexcept { return std::addressof(value_); }
    T const* operator->() const noexcept { return std::addressof(value_); }

    operator T&() & noexcept { return value_; }
    operator T const&() const& noexcept { return value_; }
    operator T&&() && noexcept { return std::move(value_); }

private:
    T value_;
};

} // namespace genpool::detail
