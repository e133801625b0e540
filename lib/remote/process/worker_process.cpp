// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "worker_process.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace genpool::remote::detail
{

worker_process::worker_process(boost::asio::any_io_executor const& executor, std::shared_ptr<std::mutex> lock,
                               std::weak_ptr<worker_watcher> watcher, child p, unique_descriptor socket,
                               std::size_t largest_frame)
    : process(std::move(p)), executor_(executor), lock_(std::move(lock)), watcher_(std::move(watcher)),
      socket_(executor), timer_(executor), largest_frame_(largest_frame)
{
    socket_.assign(boost::asio::local::stream_protocol(), socket.get());
    socket.release();
}

void worker_process::greet(settings const& may, clock::duration longest)
{
    std::string bytes;
    append_settings(bytes, may);
    send(std::move(bytes));
    listen();
    set_deadline(longest);
}

void worker_process::begin(std::shared_ptr<call> c, std::uint64_t n, clock::duration longest)
{
    c->at = call::stage::running;
    current = std::move(c); // first, so that it is not lost when memory is
    at = stage::calling;
    number = n;
    ++calls;
    send_call(*current, n);
    listen();
    set_deadline(longest);
}

void worker_process::send_ahead(std::shared_ptr<call> c, std::uint64_t n)
{
    c->at = call::stage::running;
    ahead = std::move(c);
    ahead_number = n;
    is_asked_back = false;
    ++calls;
    send_call(*ahead, n);
}

void worker_process::go_on(clock::duration longest)
{
    current = std::move(ahead);
    number = ahead_number;
    at = stage::calling;
    set_deadline(longest);
}

void worker_process::ask_back()
{
    if (std::exchange(is_asked_back, true))
        return;
    std::string bytes;
    append_ask_back(bytes, ahead_number);
    send(std::move(bytes));
    process.wake();
}

void worker_process::tell_to_stop(clock::duration longest)
{
    at = stage::stopping;
    std::string bytes;
    append_cancel(bytes, number);
    send(std::move(bytes));
    process.wake();
    set_deadline(longest);
}

void worker_process::rest()
{
    clear_deadline();
    at = stage::idle;
    idle_since_ = clock::now();
}

/// By sending nothing more.
void worker_process::tell_to_exit(clock::duration longest)
{
    at = stage::leaving;
    boost::system::error_code ignored;
    socket_.shutdown(boost::asio::local::stream_protocol::socket::shutdown_send, ignored);
    await_end();
    set_deadline(longest);
}

void worker_process::kill()
{
    process.kill();
    clear_deadline();
    if (std::exchange(at, stage::dying) != stage::leaving)
        await_end();
}

void worker_process::listen()
{
    if (receiving_)
        return;
    constexpr std::size_t least = 4096;
    auto const space = std::max(least, missing(received()));
    if (in_.size() - in_end_ < space)
        make_space(space);
    receiving_ = true;
    socket_.async_read_some(
        boost::asio::buffer(in_.data() + in_end_, in_.size() - in_end_),
        [watcher = watcher_.lock(), self = shared_from_this()](auto const& error, std::size_t n) {
            watcher->received(*self, static_cast<bool>(error), n);
        });
}

void worker_process::send_call(call const& c, std::uint64_t n)
{
    std::string bytes;
    append_call(bytes, n, {c.function().name, c.function().fingerprint, c.item()});
    send(std::move(bytes));
}

/// As many bytes as the socket takes at once, and the rest later.
void worker_process::send(std::string bytes)
{
    if (sending_) {
        out_later_ += bytes;
        return;
    }
    auto const sent =
        ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
        return; // whoever receives will see it
    if (sent > 0)
        bytes.erase(0, static_cast<std::size_t>(sent));
    if (bytes.empty())
        return;
    out_ = std::move(bytes);
    send_rest();
}

void worker_process::send_rest()
{
    sending_ = true;
    socket_.async_write_some(boost::asio::buffer(out_),
                             [self = shared_from_this()](auto const& error, std::size_t n) {
                                 std::lock_guard guard(*self->lock_);
                                 self->sending_ = false;
                                 if (error || !self->socket_.is_open())
                                     return;
                                 self->out_.erase(0, n);
                                 if (self->out_.empty())
                                     self->out_.swap(self->out_later_);
                                 if (!self->out_.empty())
                                     self->send_rest();
                             });
}

std::optional<frame> worker_process::next_frame()
{
    auto bytes = received();
    auto const found = take_frame(bytes, largest_frame_);
    if (found)
        in_begin_ = in_end_ - bytes.size();
    return found;
}

void worker_process::make_space(std::size_t space)
{
    in_.erase(0, in_begin_);
    in_end_ -= in_begin_;
    in_begin_ = 0;
    if (in_.size() - in_end_ < space)
        in_.resize(in_end_ + space);
}

void worker_process::set_deadline(clock::duration from_now)
{
    clear_deadline();
    if (from_now == (clock::duration::max)())
        return;
    timer_.expires_after(from_now);
    timer_.async_wait(
        [watcher = watcher_.lock(), self = shared_from_this(), set = deadlines_](auto const& error) {
            if (!error)
                watcher->took_too_long(*self, set);
        });
}

void worker_process::clear_deadline()
{
    ++deadlines_;
    timer_.cancel();
}

bool worker_process::is_disturbed() const noexcept
{
    // Looking costs a twentieth of a short call; one that has just replied is there.
    if (clock::now() - idle_since_ < std::chrono::milliseconds(5))
        return false;
    ::pollfd asked{const_cast<worker_process*>(this)->socket_.native_handle(), POLLIN | POLLRDHUP, 0};
    return ::poll(&asked, 1, 0) != 0;
}

void worker_process::await_end()
{
    unique_descriptor copy(::fcntl(process.descriptor(), F_DUPFD_CLOEXEC, 0));
    end_.emplace(executor_);
    end_->assign(copy.get());
    copy.release();
    end_->async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [watcher = watcher_.lock(), self = shared_from_this()](auto const& error) {
                         if (!error)
                             watcher->process_ended(*self);
                     });
}

void worker_process::close() noexcept
{
    boost::system::error_code ignored;
    socket_.close(ignored);
    ++deadlines_;
    try {
        timer_.cancel();
    } catch (...) { // it has nothing to say
    }
    end_.reset();
}

} // namespace genpool::remote::detail
