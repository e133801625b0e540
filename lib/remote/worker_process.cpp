// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "worker_process.hpp"

#include <boost/system/error_code.hpp>

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

namespace genpool::remote::detail
{

worker_process::worker_process(boost::asio::any_io_executor const& executor, std::shared_ptr<std::mutex> lock,
                               child p, unique_descriptor socket, std::size_t largest_frame)
    : process(std::move(p)), executor_(executor), lock_(std::move(lock)), socket_(executor), timer_(executor),
      largest_frame_(largest_frame)
{
    socket_.assign(boost::asio::local::stream_protocol(), socket.get());
    socket.release();
}

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

void worker_process::clear_deadline()
{
    ++deadlines_;
    timer_.cancel();
}

bool worker_process::is_disturbed() const noexcept
{
    ::pollfd asked{const_cast<worker_process*>(this)->socket_.native_handle(), POLLIN | POLLRDHUP, 0};
    return ::poll(&asked, 1, 0) != 0;
}

void worker_process::watch_end()
{
    unique_descriptor copy(::fcntl(process.descriptor(), F_DUPFD_CLOEXEC, 0));
    end_.emplace(executor_);
    end_->assign(copy.get());
    copy.release();
}

void worker_process::shut_down() noexcept
{
    boost::system::error_code ignored;
    socket_.shutdown(boost::asio::local::stream_protocol::socket::shutdown_send, ignored);
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
