// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "worker_socket.hpp"

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace genpool::remote::detail
{
namespace
{

[[noreturn]] void fail(char const* what)
{
    throw boost::system::system_error(errno, boost::system::system_category(), what);
}

} // namespace

std::optional<frame> worker_socket::next(bool wait)
{
    constexpr std::size_t least = 4096;
    for (;;) {
        std::string_view bytes(in_.data() + begin_, end_ - begin_);
        if (auto const f = take_frame(bytes, largest_)) {
            begin_ = end_ - bytes.size();
            return f;
        }
        if (!receive(std::max(missing(bytes), least), wait))
            return std::nullopt;
    }
}

bool worker_socket::receive(std::size_t space, bool wait)
{
    if (in_.size() - end_ < space) {
        in_.erase(0, begin_);
        end_ -= begin_;
        begin_ = 0;
        if (in_.size() - end_ < space)
            in_.resize(end_ + space);
    }
    for (;;) {
        auto const n = ::recv(descriptor_, in_.data() + end_, in_.size() - end_, wait ? 0 : MSG_DONTWAIT);
        if (n > 0) {
            end_ += static_cast<std::size_t>(n);
            return true;
        }
        if (n == 0 || errno == ECONNRESET || (!wait && (errno == EAGAIN || errno == EWOULDBLOCK)))
            return false;
        if (errno != EINTR)
            fail("genpool::remote: recv");
    }
}

void worker_socket::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(n));
        else if (errno != EINTR)
            fail("genpool::remote: send");
    }
}

} // namespace genpool::remote::detail
