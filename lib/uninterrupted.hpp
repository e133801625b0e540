// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cerrno>
#include <type_traits>

namespace genpool::detail
{

/// The result of `call()`, called again while it fails with `failure` because a signal interrupts it.
template <class Call, class Result = std::invoke_result_t<Call&>>
Result uninterrupted(Call call, Result failure = Result(-1)) noexcept
{
    Result result = call();
    while (result == failure && errno == EINTR)
        result = call();
    return result;
}

} // namespace genpool::detail
