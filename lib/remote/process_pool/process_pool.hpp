// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../process/worker_process.hpp"
#include "call_queue.hpp"
#include "endings.hpp"
#include "worker_starts.hpp"
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/remote/detail/transport.hpp>
#include <genpool/remote/processes.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace genpool::remote::detail
{

/// The workers of this machine and the calls that wait for them: who is given what, and what comes of it. Calls end, and
/// processes are started, without the lock.
class process_pool final : public transport,
                           public worker_watcher,
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

    // Something has happened:
    void received(worker_process& w, bool failed, std::size_t n) noexcept override;
    void took_too_long(worker_process& w, std::uint64_t deadline) noexcept override;
    void process_ended(worker_process& w) noexcept override;

    // What a worker says, under the lock:
    void handle(worker const& w, frame const& f, endings& ended);
    void said_hello(worker const& w, frame const& f, endings& ended);
    void replied(worker const& w, frame const& f, endings& ended);
    void gave_back(worker const& w, std::uint64_t number, endings& ended);
    void disagreed(worker const& w, std::exception_ptr error, endings& ended);

    // What is done then, under the lock:
    void serve_waiting();
    worker take_idle();
    worker find_busy() const noexcept;
    void ask_back_for_idle();
    void take_back(worker_process& w, endings& ended);
    void kill(worker const& w);
    void start_is_over(worker_process& w) noexcept;
    bool may_start_worker();
    std::vector<worker> give_up(std::exception_ptr const& error, endings& ended) noexcept;

    // Without it:
    bool start_worker(endings& ended) noexcept;
    template <class Change>
    void locked(endings& ended, Change f) noexcept;
    template <class Change>
    void change(bool may_run_inline, Change f) noexcept;
    void close(bool context_is_gone) noexcept;

    std::shared_ptr<std::mutex> const lock_ = std::make_shared<std::mutex>();
    process_options const options_;
    boost::asio::execution_context* const context_;
    std::optional<boost::asio::any_io_executor> executor_;
    std::optional<boost::asio::steady_timer> start_timer_;
    genpool::detail::shutdown_registration registration_;
    std::vector<worker> workers_;
    std::vector<worker> idle_;
    call_queue waiting_;
    worker_starts starts_;
    std::uint64_t numbers_ = 0;
    bool start_is_delayed_ = false;
    bool closed_ = false;
};

/// Changes what there is, under the lock. If there is no memory for it, or no descriptor, all calls fail.
template <class Change>
void process_pool::locked(endings& ended, Change f) noexcept
{
    std::vector<worker> gone;
    {
        std::lock_guard guard(*lock_);
        if (closed_)
            return;
        try {
            f();
        } catch (...) {
            gone = give_up(std::current_exception(), ended);
        }
    }
    for (auto const& w : gone)
        w->process.finish();
}

/// Changes what there is, and does what comes of it.
template <class Change>
void process_pool::change(bool may_run_inline, Change f) noexcept
{
    endings ended(may_run_inline);
    locked(ended, [&] { f(ended); });
    do
        ended.run();
    while (start_worker(ended));
}

} // namespace genpool::remote::detail
