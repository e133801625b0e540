// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../protocol/frame.hpp"
#include "child.hpp"
#include <genpool/remote/detail/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace genpool::remote::detail
{

class worker_process;

/// Who is told what happens to a worker, without the lock.
class worker_watcher
{
public:
    virtual void received(worker_process& w, bool failed, std::size_t n) noexcept = 0;
    virtual void took_too_long(worker_process& w, std::uint64_t deadline) noexcept = 0;
    virtual void process_ended(worker_process& w) noexcept = 0;

protected:
    ~worker_watcher() = default;
};

/// A worker: its process, the socket to it and what it does now. Everything here is called under the lock of its pool,
/// which watches it.
class worker_process : public std::enable_shared_from_this<worker_process>
{
public:
    using clock = std::chrono::steady_clock;

    enum class stage : unsigned char
    {
        starting, ///< it has not said hello
        idle,
        calling,
        stopping, ///< its call was cancelled, and may still return
        dying,    ///< it has been killed, or has died; how is not known yet
        leaving,  ///< it is told to exit
        gone
    };

    worker_process(boost::asio::any_io_executor const& executor, std::shared_ptr<std::mutex> lock,
                   std::weak_ptr<worker_watcher> watcher, child p, unique_descriptor socket,
                   std::size_t largest_frame);

    /// Tells it what it may do. It is to say hello in time.
    void greet(settings const& may, clock::duration longest);
    /// Gives it a call, of this number.
    void begin(std::shared_ptr<call> c, std::uint64_t n, clock::duration longest);
    /// Sends it another, to be begun when its call has returned.
    void send_ahead(std::shared_ptr<call> c, std::uint64_t n);
    /// Its call has returned: the one that was sent ahead is its call now. There must be one.
    void go_on(clock::duration longest);
    /// Asks for the one that was sent ahead, which it gives back if it has not begun it.
    void ask_back();
    /// Tells it that its call was cancelled.
    void tell_to_stop(clock::duration longest);
    /// It has nothing to do.
    void rest();
    void tell_to_exit(clock::duration longest);
    /// How it ends will be told.
    void kill();

    /// Has it told when something more has been received.
    void listen();
    /// To be called when that was told.
    void has_received(std::size_t n) noexcept
    {
        receiving_ = false;
        in_end_ += n;
    }
    /// The next frame, which stays there until the next `listen`. Throws `malformed`.
    std::optional<frame> next_frame();

    /// Whether the deadline that came is the one that was set last.
    bool is_deadline(std::uint64_t set) const noexcept { return set == deadlines_; }
    void clear_deadline();

    /// Whether it has nothing to do but has closed its socket, or says something.
    bool is_disturbed() const noexcept;

    /// Closes everything but the process itself, of which nothing more is told.
    void close() noexcept;

    stage at = stage::starting;
    child process;
    std::shared_ptr<call> current;
    std::shared_ptr<call> ahead; ///< the one that was sent ahead
    std::uint64_t number = 0;    ///< of its call
    std::uint64_t ahead_number = 0;
    std::uint64_t calls = 0;    ///< so far
    bool is_asked_back = false; ///< that one
    bool died_at_start = false; ///< before it said hello

private:
    std::string_view received() const noexcept { return {in_.data() + in_begin_, in_end_ - in_begin_}; }
    void make_space(std::size_t space);
    void send_call(call const& c, std::uint64_t n);
    void send(std::string bytes);
    void send_rest();
    void set_deadline(clock::duration from_now);
    void await_end();

    boost::asio::any_io_executor executor_;
    std::shared_ptr<std::mutex> const lock_;
    std::weak_ptr<worker_watcher> const watcher_; ///< which lives while anything is called here
    boost::asio::local::stream_protocol::socket socket_;
    boost::asio::steady_timer timer_;
    std::optional<boost::asio::posix::stream_descriptor> end_;
    std::size_t const largest_frame_;
    std::string in_;
    std::size_t in_begin_ = 0;
    std::size_t in_end_ = 0;
    std::string out_; ///< what is being sent now
    std::string out_later_;
    std::uint64_t deadlines_ = 0;
    clock::time_point idle_since_;
    bool receiving_ = false;
    bool sending_ = false;
};

} // namespace genpool::remote::detail
