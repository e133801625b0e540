// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>

#include <chrono>
#include <exception>
#include <functional>

namespace genpool
{

/// What it does: says how `retry` is to try again. An aggregate: `{.attempts = 5, .delay = 100ms}`.
///
/// Parameters:
/// - `attempts`: how many calls there may be in all, the first included;
/// - `delay`: how long to wait before the second; not negative;
/// - `growth`: each further wait is so many times as long, up to a day; at least 1;
/// - `jitter`: a share of each wait, from 0 to 1, of which a part by chance is left out, so that those who failed
///   together do not all come back together;
/// - `when`: whether this exception is worth another attempt. Default: every one is.
/// Thread safety: distinct objects: safe. Shared objects: unsafe.
struct retry_options
{
    limit attempts = 3;
    std::chrono::steady_clock::duration delay = std::chrono::milliseconds(100);
    double growth = 2;
    double jitter = 0.1;
    std::function<bool(std::exception_ptr const&)> when = nullptr;
};

namespace detail
{

/// `std::invalid_argument` for what `retry_options` does not allow.
void require_sensible(retry_options const& o);

/// How long to wait before each further attempt.
class backoff
{
public:
    explicit backoff(retry_options const& o) noexcept;

    std::chrono::steady_clock::duration next();

private:
    double seconds_;
    double growth_;
    double jitter_;
};

} // namespace detail
} // namespace genpool
