// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "frame.hpp"
#include "worker.hpp"
#include <genpool/remote/bytes.hpp>
#include <genpool/remote/error.hpp>
#include <genpool/remote/functions.hpp>

#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <poll.h>
#include <stop_token>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace genpool::remote::detail
{
namespace
{

/// The program sends it when the worker is to look at its socket. Else nobody is told by it: it is ignored where it is not
/// handled.
constexpr int wake_signal = SIGURG;

[[noreturn]] void fail(char const* what)
{
    throw boost::system::system_error(errno, boost::system::system_category(), what);
}

/// What comes from the program. It is read by the thread that calls functions, or, while that does so, by the one that
/// watches.
class inbox
{
public:
    explicit inbox(int socket) : socket_(socket) {}

    void set_largest_item(std::size_t n) noexcept { largest_ = n + frame_overhead; }

    /// The next frame, which stays there until the next call of this; nothing at the end, or, unless `wait`, while there
    /// is none.
    std::optional<frame> next(bool wait)
    {
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

private:
    static constexpr std::size_t least = 4096;

    bool receive(std::size_t space, bool wait)
    {
        if (in_.size() - end_ < space) {
            in_.erase(0, begin_);
            end_ -= begin_;
            begin_ = 0;
            if (in_.size() - end_ < space)
                in_.resize(end_ + space);
        }
        for (;;) {
            auto const n = ::recv(socket_, in_.data() + end_, in_.size() - end_, wait ? 0 : MSG_DONTWAIT);
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

    int const socket_;
    std::size_t largest_ = frame_overhead;
    std::string in_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

void send_all(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto const n = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(n));
        else if (errno != EINTR)
            fail("genpool::remote: send");
    }
}

/// The call that runs, for the thread that watches.
class running_call
{
public:
    running_call(int socket, inbox& in) : socket_(socket), in_(in) {}

    void begin(std::uint64_t number, bool stop_aware)
    {
        std::lock_guard guard(mutex_);
        number_ = number;
        if (stop_aware)
            stop_ = std::stop_source();
    }

    std::stop_token token() const noexcept { return stop_.get_token(); }

    void end()
    {
        std::lock_guard guard(mutex_);
        number_.reset();
        stop_ = std::stop_source(std::nostopstate);
    }

    /// Reads whether it was cancelled. While no call runs, the other thread reads.
    void look()
    {
        std::stop_source told(
            std::nostopstate); // without the lock: callbacks run in the thread that tells them
        {
            std::lock_guard guard(mutex_);
            if (!number_)
                return;
            while (auto const f = in_.next(false)) {
                auto body = f->body;
                if (f->kind == frame_kind::cancel && take_number(body) == *number_)
                    told = stop_;
            }
        }
        told.request_stop();
    }

    bool is_there()
    {
        std::lock_guard guard(mutex_);
        return number_.has_value();
    }

    int socket() const noexcept { return socket_; }

private:
    int const socket_;
    std::mutex mutex_;
    inbox& in_;
    std::optional<std::uint64_t> number_;
    std::stop_source stop_{std::nostopstate};
};

/// Waits, for ever, for calls that are cancelled and for the end of the program.
[[noreturn]] void watch(running_call& running, pid_t program)
{
    ::sigset_t mask;
    ::sigfillset(&mask);
    ::pthread_sigmask(SIG_BLOCK, &mask, nullptr); // whatever else comes is for the other thread
    ::sigdelset(&mask, wake_signal);
    for (;;) {
        ::pollfd closed{running.socket(), POLLRDHUP, 0};
        ::ppoll(&closed, 1, nullptr, &mask);
        if (::getppid() != program)
            ::_exit(1);
        if (closed.revents != 0) {
            if (!running.is_there())
                std::this_thread::sleep_for(std::chrono::seconds(5)); // the other thread knows, and exits
            ::_exit(1);                                               // what runs is run for nobody
        }
        running.look();
    }
}

void ignore(int) {}

/// Has the signal wait until the thread that watches is there, and all that are started later block it.
void handle_wake_signal()
{
    struct ::sigaction action = {};
    action.sa_handler = ignore;
    ::sigaction(wake_signal, &action, nullptr);
    ::sigset_t mask;
    ::sigemptyset(&mask);
    ::sigaddset(&mask, wake_signal);
    ::pthread_sigmask(SIG_BLOCK, &mask, nullptr);
}

void limit_memory(std::uint64_t bytes)
{
    if (bytes == 0)
        return;
    ::rlimit const limit{bytes, bytes};
    if (::setrlimit(RLIMIT_AS, &limit) != 0)
        fail("genpool::remote: setrlimit");
}

/// Whether there may be another call.
bool serve_call(functions const& all, running_call& running, std::string_view body, settings const& may)
{
    auto const number = take_number(body);
    auto const asked = parse_request(body);
    auto const* const function = all.find(asked.name);
    running.begin(number, function != nullptr && function->stop_aware);
    auto const answered = answer(all, asked, running.token(), may.largest_result, may.memory != 0);
    running.end();
    std::string bytes;
    append_reply(bytes, number, answered);
    send_all(running.socket(), bytes);
    return parse_reply(answered).kind != reply_kind::out_of_memory;
}

} // namespace

int serve_program(functions const& all, int socket)
{
    ::fcntl(socket, F_SETFD, FD_CLOEXEC); // not for what a function starts
    auto const program = ::getppid();
    handle_wake_signal();
    ::prctl(PR_SET_PDEATHSIG, wake_signal);

    // Never destroyed: the thread that watches is there until the process ends.
    static auto& in = *new inbox(socket);
    static auto& running = *new running_call(socket, in);
    std::string bytes;
    append_hello(bytes);
    send_all(socket, bytes);
    auto first = in.next(true);
    if (!first)
        return 0;
    if (first->kind != frame_kind::settings)
        throw malformed("the program does not begin with what the worker may do");
    auto const may = parse_settings(first->body);
    if (may.protocol != protocol)
        return 1; // the program has been told
    in.set_largest_item(may.largest_item);
    std::thread([program] { watch(running, program); }).detach();
    limit_memory(may.memory);

    while (auto const f = in.next(true)) {
        if (f->kind == frame_kind::cancel)
            continue; // of a call that has returned
        if (f->kind != frame_kind::call)
            throw malformed("the program asks for what is no call");
        bytes = f->body; // where it was, the thread that watches may read meanwhile
        if (!serve_call(all, running, bytes, may))
            return 1;
    }
    return 0;
}

} // namespace genpool::remote::detail
