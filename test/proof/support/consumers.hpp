// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Consumers of streams that say what they are given, on any executor.
#pragma once

#include <genpool/stream.hpp>

#include "handlers.hpp"
#include "run.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace genpool::proof
{

/// Takes the results of a stream in a coroutine, which owns it.
inline boost::asio::awaitable<void> read_all(run& r, stream<item> results)
{
    counted const alive(r.record.others_alive);
    std::exception_ptr error;
    try {
        while (auto next = co_await results.async_next(boost::asio::use_awaitable))
            deliver(r, *std::move(next));
    } catch (...) {
        error = std::current_exception();
    }
    r.record.add(what::told, error);
    error = nullptr;
    try {
        r.record.account = co_await results.async_close(boost::asio::use_awaitable);
    } catch (...) {
        error = std::current_exception();
    }
    complete(r, error);
}

/// Takes the results of a stream one after the other on an executor; asks once more after the end; then closes the
/// stream. Lives longer than the executor runs anything.
template <class Executor>
class reader
{
public:
    reader(run& r, Executor executor, stream<item> results)
        : run_(r), executor_(std::move(executor)), results_(std::move(results))
    {
        go_on();
    }

    reader(reader const&) = delete;
    reader& operator=(reader const&) = delete;

    /// A slow reader: it wants to be told when to go on.
    bool wants_to_ask() const noexcept { return wants_to_ask_; }

    void ask()
    {
        wants_to_ask_ = false;
        asking_ = true;
        run_.record.add(what::ask);
        initiating const scope(run_);
        auto handler = [this, alive = counted(run_.record.others_alive)](std::exception_ptr error,
                                                                         std::optional<item> i) {
            check_released(run_, run_.memory_of_next);
            asking_ = false;
            if (i)
                take(*std::move(i));
            else
                end(error);
        };
        results_->async_next(boost::asio::bind_cancellation_slot(
            signal_.slot(),
            boost::asio::bind_executor(
                *executor_, boost::asio::bind_allocator(test::tracking_allocator<void>(run_.memory_of_next),
                                                        std::move(handler)))));
    }

    bool can_close() const noexcept { return results_ && !closing_; }

    void stop()
    {
        if (results_)
            results_->request_stop();
    }

    void limit(std::size_t concurrency, std::size_t window)
    {
        if (!results_)
            return;
        auto const m = results_->monitor();
        m.set_concurrency(concurrency);
        m.set_window(window);
    }

    void drain()
    {
        if (results_)
            results_->monitor().drain();
    }

    /// At any moment, also while an `async_next` is outstanding, and after the close.
    void take_one()
    {
        if (!results_)
            return;
        try {
            if (auto const next = results_->try_next())
                run_.record.add(what::deliver, next->index, next->value, 0, ending::ok, by_take);
            else
                run_.record.add(what::nothing);
        } catch (boost::system::system_error const& e) {
            bool const refused = e.code() == boost::asio::error::already_started;
            run_.record.add(what::refused, 0, 0, 0, refused ? ending::ok : ending::other);
        }
    }

    void look()
    {
        if (!results_)
            return;
        auto const s = results_->stats();
        run_.record.add(what::look, static_cast<std::size_t>(s.pulled),
                        static_cast<std::size_t>(s.delivered));
    }

    /// Cancels an outstanding `async_next`.
    void cancel(boost::asio::cancellation_type type)
    {
        cancelled_ = cancelled_ || asking_;
        signal_.emit(type);
    }

    void close()
    {
        closing_ = true;
        wants_to_ask_ = false;
        initiating const scope(run_);
        results_->async_close(boost::asio::bind_executor(*executor_, on_end(run_)));
    }

    void drop()
    {
        wants_to_ask_ = false;
        results_.reset();
    }

    /// The executor's context is about to be destroyed.
    void leave()
    {
        wants_to_ask_ = false;
        closing_ = true;
        executor_.reset();
    }

private:
    void take(item&& i)
    {
        deliver(run_, std::move(i));
        go_on();
    }

    void go_on()
    {
        auto const kind = run_.planned.consumer;
        if (kind == consumer_kind::try_first)
            while (results_ && !closing_) {
                auto next = results_->try_next();
                if (!next)
                    break;
                deliver(run_, *std::move(next));
            }
        if (!results_ || closing_)
            return;
        if (kind == consumer_kind::slow_next)
            wants_to_ask_ = true;
        else
            ask();
    }

    void end(std::exception_ptr const& error)
    {
        bool const cancelled = std::exchange(cancelled_, false);
        if (std::size_t ignored = 0;
            ending_of(error, ignored) == ending::stopped && (cancelled || closing_ || !results_)) {
            run_.record.add(what::aborted);
            if (results_ && !closing_)
                ask();
            return;
        }
        run_.record.add(what::told, error);
        if (!results_ || closing_)
            return;
        if (std::exchange(told_, true))
            close();
        else
            ask(); // it must say the same again
    }

    run& run_;
    std::optional<Executor> executor_;
    std::optional<stream<item>> results_;
    boost::asio::cancellation_signal signal_;
    bool asking_ = false;
    bool wants_to_ask_ = false;
    bool cancelled_ = false;
    bool closing_ = false;
    bool told_ = false;
};

} // namespace genpool::proof
