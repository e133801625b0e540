// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "worker_process.hpp"
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/remote/detail/transport.hpp>
#include <genpool/remote/processes.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace genpool::remote::detail
{

/// The workers of this machine and the calls that wait for them. Calls end, and processes are started, without the lock.
class process_pool final : public transport,
                           public genpool::detail::shutdown_hook,
                           public std::enable_shared_from_this<process_pool>
{
public:
    static std::shared_ptr<process_pool> make(boost::asio::any_io_executor const& executor,
                                              process_options options);

    process_pool(boost::asio::any_io_executor const& executor, process_options&& options);

    void start(std::shared_ptr<call> c) override;
    void cancel(std::shared_ptr<call> const& c) noexcept override;
    std::size_t largest_item() const noexcept override { return options_.largest_item; }
    boost::asio::execution_context* context() const noexcept override { return context_; }

    process_statistics stats() const;

    /// Ends all calls and all workers, and waits until these have gone.
    void close() noexcept { close(false); }
    void context_gone() noexcept override { close(true); }

private:
    using worker = std::shared_ptr<worker_process>;
    using stage = worker_process::stage;
    using clock = worker_process::clock;

    /// Calls that end when the lock has been left.
    class endings;

    // Under the lock, when something has happened:
    void handle(worker const& w, frame const& f, endings& ended);
    void said_hello(worker const& w, frame const& f, endings& ended);
    void replied(worker const& w, frame const& f, endings& ended);
    void disagreed(worker const& w, std::exception_ptr error, endings& ended);
    void attempt_failed(std::shared_ptr<call> c, std::exception_ptr last, endings& ended);
    void first_waiting_failed(std::exception_ptr error, bool may_try_again, endings& ended);
    std::vector<worker> give_up(std::exception_ptr const& error, endings& ended) noexcept;

    // Under the lock, to do something:
    void serve_waiting();
    worker take_idle();
    void assign(worker const& w, std::shared_ptr<call> c);
    void listen(worker const& w);
    void set_deadline(worker const& w, clock::duration from_now);
    void await_end(worker const& w);
    void make_idle_or_recycle(worker const& w);
    void kill(worker const& w);
    void start_is_over(worker_process& w);
    bool may_start_worker();
    void adopt(child&& process, unique_descriptor&& socket);
    void start_failed(std::exception_ptr error, bool may_try_again, endings& ended);
    void count_loss() noexcept;

    // Without it:
    void go_on(endings& ended) noexcept;
    bool start_worker(endings& ended) noexcept;
    void received(worker_process& w, bool failed, std::size_t n) noexcept;
    void took_too_long(worker_process& w, std::uint64_t deadline) noexcept;
    void process_ended(worker_process& w) noexcept;
    template <class Change>
    void locked(endings& ended, Change f) noexcept;
    template <class Change>
    void change(bool may_run_inline, Change f) noexcept;
    void close(bool context_is_gone) noexcept;

    std::shared_ptr<std::mutex> const lock_ = std::make_shared<std::mutex>();
    process_options const options_;
    std::size_t const count_;
    boost::asio::execution_context* const context_;
    std::optional<boost::asio::any_io_executor> executor_;
    std::optional<boost::asio::steady_timer> start_timer_;
    genpool::detail::shutdown_registration registration_;
    std::vector<worker> workers_;
    std::vector<worker> idle_;
    std::deque<std::shared_ptr<call>> waiting_;
    process_statistics stats_;
    std::uint64_t numbers_ = 0;
    std::size_t starting_ = 0; ///< workers that are being started, or have not said hello
    std::size_t serving_ = 0;  ///< workers that are being started, or may serve a call
    std::size_t spawning_ = 0; ///< workers that are being started now
    unsigned failures_ = 0;    ///< in a row, of all workers
    clock::time_point not_before_{};
    bool start_is_delayed_ = false;
    bool closed_ = false;
};

} // namespace genpool::remote::detail
