// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/flow/slots.hpp>
#include <genpool/detail/source/poll_result.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>

namespace genpool::detail
{

struct worker;

/// What of a running map needs the types of its source, its function and its results.
class map_types
{
public:
    // The source.
    virtual poll_result advance(std::span<slot_id const> slots, std::exception_ptr& error) noexcept = 0;
    virtual void start_source() noexcept = 0;
    virtual void cancel_source() noexcept = 0;
    virtual void dispose_source() noexcept = 0;

    // The function.
    virtual void call(worker& w) noexcept = 0;
    virtual void cancel_calls(std::uint64_t from) noexcept = 0;
    virtual void drop_calls() noexcept = 0;       // what they hold of the pool, which is going
    virtual void dispose_function() noexcept = 0; // and the items

    // Items and results.
    virtual void grow_slots(std::size_t count) = 0;
    virtual void dispose_results() noexcept = 0;

protected:
    ~map_types() = default;
};

} // namespace genpool::detail
