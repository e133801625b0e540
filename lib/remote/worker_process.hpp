// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "child.hpp"
#include "frame.hpp"
#include <genpool/remote/detail/transport.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
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

/// A worker: its process, the socket to it and what it does now. Everything here is called under the lock of its pool;
/// the handlers that it is given are called without.
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

    worker_process(boost::asio::any_io_executor const& executor, std::shared_ptr<std::mutex> lock, child p,
                   unique_descriptor socket, std::size_t largest_frame);

    /// Sends the bytes, as many as the socket takes at once, and the rest later.
    void send(std::string bytes);

    /// Has `handler(ec)` called when something more has been received.
    template <class Handler>
    void receive(Handler handler)
    {
        constexpr std::size_t least = 4096;
        auto const space = std::max(least, missing(received()));
        if (in_.size() - in_end_ < space)
            make_space(space);
        receiving_ = true;
        socket_.async_read_some(boost::asio::buffer(in_.data() + in_end_, in_.size() - in_end_),
                                [h = std::move(handler), self = shared_from_this()](
                                    auto const& error, std::size_t n) mutable { h(*self, error, n); });
    }

    bool receiving() const noexcept { return receiving_; }

    /// To be called by the handler of `receive`.
    void has_received(std::size_t n) noexcept
    {
        receiving_ = false;
        in_end_ += n;
    }

    /// The next frame, which stays there until the next `receive`. Throws `malformed`.
    std::optional<frame> next_frame();

    /// Has `handler()` called when it is time, unless the deadline is set anew or cleared.
    template <class Handler>
    void deadline(clock::duration from_now, Handler handler)
    {
        clear_deadline();
        if (from_now == (clock::duration::max)())
            return;
        timer_.expires_after(from_now);
        timer_.async_wait(
            [h = std::move(handler), self = shared_from_this(), set = deadlines_](auto const& error) mutable {
                if (!error)
                    h(*self, set);
            });
    }

    void clear_deadline();
    /// Whether the deadline that came is the one that was set last.
    bool is_deadline(std::uint64_t set) const noexcept { return set == deadlines_; }

    /// Whether a worker that has nothing to say has closed its socket, or says something.
    bool is_disturbed() const noexcept;

    /// Has `handler()` called when the process has ended, or at once where that cannot be waited for.
    template <class Handler>
    void when_ended(Handler handler)
    {
        watch_end();
        end_->async_wait(boost::asio::posix::stream_descriptor::wait_read,
                         [h = std::move(handler), self = shared_from_this()](auto const& error) mutable {
                             if (!error)
                                 h(*self);
                         });
    }

    /// Sends nothing more, which is how a worker is told to exit.
    void shut_down() noexcept;
    /// Closes everything but the process itself.
    void close() noexcept;

    stage at = stage::starting;
    child process;
    std::shared_ptr<call> current;
    std::uint64_t number = 0; ///< of its call
    std::uint64_t calls = 0;  ///< so far
    clock::time_point idle_since;
    bool died_at_start = false; ///< before it said hello

private:
    std::string_view received() const noexcept { return {in_.data() + in_begin_, in_end_ - in_begin_}; }
    void make_space(std::size_t space);
    void send_rest();
    void watch_end();

    boost::asio::any_io_executor executor_;
    std::shared_ptr<std::mutex> const lock_;
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
    bool receiving_ = false;
    bool sending_ = false;
};

} // namespace genpool::remote::detail
