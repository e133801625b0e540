// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace genpool::detail
{

/// Marks that genpool is running a source, a function or a callback on this thread: to block here could wait
/// for ever for the very work that is below on the stack.
class call_stack_marker
{
public:
    call_stack_marker() noexcept;
    ~call_stack_marker();
    call_stack_marker(call_stack_marker const&) = delete;
    call_stack_marker& operator=(call_stack_marker const&) = delete;

    static bool genpool() noexcept;
};

} // namespace genpool::detail
