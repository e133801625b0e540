// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "log.hpp"
#include "plan.hpp"
#include "support/values/tracking_allocator.hpp"

#include <atomic>
#include <cstddef>

namespace genpool::proof
{

/// One run of a plan, as its parts see it.
struct run
{
    explicit run(plan const& p) : planned(p) {}

    /// Who may do something to the map while its source, a call or its callback runs.
    virtual void meddle() {}

    /// Who waits for the completion.
    virtual void completed() {}

    plan const planned;
    run_log record;

    // What operations have from the allocators of their handlers.
    test::allocations memory_of_next;
    test::allocations memory_of_end;

    // Without synchronisation: the map must never pull twice at once, and every pull must see the one before.
    std::size_t yielded = 0;
    bool source_over = false;

    std::size_t reduced = 0; ///< results that were given to the operation of a reduction, one after another

    std::atomic<bool> call_failed{false};

protected:
    ~run() = default;
};

/// An item, or a result. One that was destroyed or moved from is no item that anybody knows.
class item : counted
{
public:
    item(run& r, std::size_t i, std::size_t v) noexcept : counted(r.record.items_alive), index(i), value(v) {}
    item(item&& other) noexcept : counted(other), index(other.index), value(other.value) { other.forget(); }
    ~item() { forget(); }

    item& operator=(item&& other) noexcept
    {
        index = other.index;
        value = other.value;
        if (this != &other)
            other.forget();
        return *this;
    }

    std::size_t index;
    std::size_t value;

private:
    /// Not optimised away, although nobody may look any more.
    void forget() noexcept
    {
        static_cast<std::size_t volatile&>(index) = nobody;
        static_cast<std::size_t volatile&>(value) = nobody;
    }

    static constexpr std::size_t nobody = ~std::size_t(0);
};

} // namespace genpool::proof
