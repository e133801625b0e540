// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/asio/post_attempt.hpp>

namespace genpool::detail
{
namespace
{

// Submissions nest where an executor runs inside `execute` what it is given.
thread_local void const* current = nullptr;
thread_local bool current_refused = false;

} // namespace

post_attempt::post_attempt(void const* what) noexcept : outer_(current), outer_refused_(current_refused)
{
    current = what;
}

post_attempt::~post_attempt()
{
    current = outer_;
    current_refused = outer_refused_;
}

void post_attempt::begin() noexcept { current_refused = false; }

bool post_attempt::was_refused() const noexcept { return current_refused; }

bool post_attempt::refused(void const* what) noexcept
{
    if (current != what)
        return false;
    current_refused = true;
    return true;
}

} // namespace genpool::detail
