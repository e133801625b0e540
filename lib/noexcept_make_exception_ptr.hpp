// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <exception>

namespace genpool::detail
{

/// What `make` makes, as if it had been thrown; `std::bad_alloc` if memory has run out, where `std::make_exception_ptr`
/// would copy it once more, and end the process if that throws.
template <class Make>
std::exception_ptr noexcept_make_exception_ptr(Make make) noexcept
{
    try {
        throw make();
    } catch (...) {
        return std::current_exception();
    }
}

} // namespace genpool::detail
