// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace genpool::detail
{

template <class T>
inline constexpr bool never = false;

/// What a plain `for` gets from what is no range, so that the compiler has nothing to say but what it is told to. It is
/// no iterator for anybody else.
template <class T>
struct no_iterator
{
    T& operator*() const;
    no_iterator& operator++();
    bool operator!=(no_iterator const&) const;
};

} // namespace genpool::detail
