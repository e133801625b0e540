// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/executor.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

template <class Executor>
using strand_on = std::conditional_t<is_strand<Executor>, Executor, boost::asio::strand<Executor>>;

/// Emits `signal`, which `owner` keeps, inside `strand`: an emission must not overlap the operation that it cancels.
template <class Strand, class Owner>
void emit_inside(Strand const& strand, std::shared_ptr<Owner> owner,
                 boost::asio::cancellation_signal& signal) noexcept
{
    try {
        boost::asio::post(strand, [owner = std::move(owner), &signal] {
            signal.emit(boost::asio::cancellation_type::terminal);
        });
    } catch (...) {
        // Without memory to say so, it ends when it ends.
    }
}

/// A strand, and the signal that cancels what runs in it. Anybody may cancel, also when nothing is left that could be.
template <class Executor>
class cancellable_strand : public std::enable_shared_from_this<cancellable_strand<Executor>>
{
public:
    using executor_type = strand_on<Executor>;

    explicit cancellable_strand(Executor const& executor) : strand_(executor) {}

    // In the strand, and not after `drop`.
    executor_type const& executor() const noexcept { return *strand_; }
    boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }

    void cancel() noexcept
    {
        std::lock_guard lock(mutex_);
        if (strand_)
            emit_inside(*strand_, this->shared_from_this(), signal_);
    }

    /// Lets go of the executor, whose context may go.
    void drop() noexcept
    {
        signal_.slot().clear();
        std::lock_guard lock(mutex_);
        strand_.reset();
    }

private:
    std::mutex mutex_;
    std::optional<executor_type> strand_;
    boost::asio::cancellation_signal signal_;
};

} // namespace genpool::detail
