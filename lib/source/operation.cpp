// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/source/operation.hpp>

#include <boost/asio/error.hpp>

namespace genpool::detail
{

void operation_state::handler_gone(state outcome) noexcept
{
    if (state_.exchange(outcome, std::memory_order_acq_rel) == state::waiting)
        report(outcome);
}

void operation_state::initiated(std::exception_ptr failure) noexcept
{
    state seen = state::starting;
    if (state_.compare_exchange_strong(seen, state::waiting, std::memory_order_acq_rel))
        return;
    if (seen == state::dropped && failure) {
        error_ = std::move(failure);
        state_.store(state::completed, std::memory_order_relaxed);
        seen = state::completed;
    }
    report(seen);
}

void operation_state::report(state outcome) noexcept
{
    if (outcome == state::dropped)
        host_->abandoned();
    else
        host_->wake();
}

void operation_state::rethrow_failure()
{
    if (error_)
        std::rethrow_exception(std::exchange(error_, nullptr));
    if (state_.load(std::memory_order_relaxed) == state::dropped)
        throw boost::system::system_error(
            boost::asio::error::operation_aborted,
            "genpool: the awaited operation was destroyed before it had completed");
}

} // namespace genpool::detail
