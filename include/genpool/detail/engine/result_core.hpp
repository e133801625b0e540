// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/engine/map_runtime.hpp>
#include <genpool/detail/flow/slots.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// A running map whose results have type `R`: what a consumer sees of it.
template <class R>
class result_core : public map_runtime
{
public:
    /// Moves the next result out of the window and hands it over; empty if none is there now, or none can be
    /// moved, or the map is being closed: then what has been taken a batch at a time is not the consumer's any more.
    /// Where another thread may close the map meanwhile, inside a `taking`.
    void take(std::optional<R>& out)
    {
        auto& consumer = this->consumer();
        slot_id id;
        if (consumer.closing() || !consumer.next_result(id))
            return;
        auto& result = near_results_[id];
        std::exception_ptr error;
        try {
            out.emplace(std::move(*result));
            result.clear();
            return consumer.hand_over(); // from now on the slot may be filled again
        } catch (...) {
            error = std::current_exception();
        }
        consumer.failed(std::move(error), true);
    }

protected:
    using map_runtime::map_runtime;

    void dispose_results() noexcept override
    {
        results_.clear();
        near_results_ = near_slots(results_);
    }

    slot_table<R> results_;

private:
    near_slots<R> near_results_{results_};
};

} // namespace genpool::detail
