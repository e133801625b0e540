// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Callbacks and handlers that say what they are given, on any executor.
#pragma once

#include <genpool/summary.hpp>

#include "run.hpp"

#include <exception>
#include <utility>
#include <vector>

namespace genpool::proof
{

/// Everything inside an initiating function.
class initiating
{
public:
    explicit initiating(run& r) : run_(r) { run_.record.add(what::initiate); }
    ~initiating() { run_.record.add(what::initiated); }
    initiating(initiating const&) = delete;
    initiating& operator=(initiating const&) = delete;

private:
    run& run_;
};

/// The consumer has been given a result. May throw, where the plan says so.
inline void deliver(run& r, item&& result)
{
    r.record.add(what::deliver, result.index, result.value);
    r.meddle();
    if (r.planned.consumer_fails == result.index) {
        r.record.add(what::consumer_fail, result.index);
        throw consumer_failure{result.index};
    }
    r.record.add(what::delivered, result.index);
}

inline void complete(run& r, std::exception_ptr const& error)
{
    r.record.parts_at_end = r.record.parts_alive;
    r.record.add(what::complete, error);
    r.completed();
}

inline void check_released(run& r, test::allocations const& memory)
{
    if (memory.in_use != 0)
        r.record.add(what::memory_held);
}

/// The callback of `async_for_each`, and of `async_consume`.
class on_result
{
public:
    explicit on_result(run& r) : run_(&r), part_(r.record.parts_alive) {}
    void operator()(item&& result) const { deliver(*run_, std::move(result)); }

private:
    run* run_;
    counted part_;
};

/// The handler of `async_for_each` and of `async_map`, and of those ends of pipes that complete likewise.
class on_end
{
public:
    using allocator_type = test::tracking_allocator<void>;

    explicit on_end(run& r) : run_(&r), alive_(r.record.others_alive) {}

    allocator_type get_allocator() const noexcept { return allocator_type(run_->memory_of_end); }

    void operator()(std::exception_ptr error, summary s) const
    {
        run_->record.account = std::move(s);
        end(error);
    }

    void operator()(std::exception_ptr error, std::vector<item> results) const
    {
        for (auto const& result : results)
            give(result);
        end(error);
    }

protected:
    void give(item const& result) const
    {
        run_->record.add(what::deliver, result.index, result.value);
        run_->record.add(what::delivered, result.index);
    }

    void end(std::exception_ptr const& error) const
    {
        check_released(*run_, run_->memory_of_end);
        complete(*run_, error);
    }

    run* run_;

private:
    counted alive_;
};

} // namespace genpool::proof
