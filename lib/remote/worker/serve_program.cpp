// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "worker.hpp"
#include "worker_socket.hpp"
#include <genpool/remote/bytes.hpp>
#include <genpool/remote/error.hpp>
#include <genpool/remote/functions.hpp>

#include <boost/system/system_error.hpp>

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
#include <thread>
#include <unistd.h>
#include <utility>

namespace genpool::remote::detail
{
namespace
{

/// The program sends it when the worker is to look at its socket. Else nobody is told by it: it is ignored where it is not
/// handled.
constexpr int wake_signal = SIGURG;

/// The call that runs, and the one that has been sent ahead, for the thread that watches.
class running_call
{
public:
    explicit running_call(worker_socket& socket) : socket_(socket) {}

    /// The next call, in the thread that calls functions; nothing at the end.
    std::optional<std::string> next()
    {
        {
            std::lock_guard guard(mutex_);
            if (ahead_)
                return std::exchange(ahead_, std::nullopt);
        }
        while (auto const f = socket_.next(true)) {
            if (f->kind == frame_kind::cancel || f->kind == frame_kind::ask_back)
                continue; // of a call that has returned
            if (f->kind != frame_kind::call)
                throw malformed("the program asks for what is no call");
            return std::string(f->body); // where it was, the thread that watches may read meanwhile
        }
        return std::nullopt;
    }

    void begin(std::uint64_t number, bool stop_aware)
    {
        {
            std::lock_guard guard(mutex_);
            number_ = number;
            if (stop_aware)
                stop_ = std::stop_source();
            if (!std::exchange(was_woken_, false))
                return;
        }
        look();
    }

    std::stop_token token() const noexcept { return stop_.get_token(); }

    void end()
    {
        std::lock_guard guard(mutex_);
        number_.reset();
        stop_ = std::stop_source(std::nostopstate);
    }

    /// Reads what came while it runs: that it was cancelled, the next call, and that the program asks for that back.
    /// While no call runs, the other thread reads.
    void look()
    {
        std::stop_source told(
            std::nostopstate); // without the lock: callbacks run in the thread that tells them
        {
            std::lock_guard guard(mutex_);
            if (!number_) {
                was_woken_ = true; // for the call that begins now
                return;
            }
            while (auto const f = socket_.next(false)) {
                if (f->kind == frame_kind::call)
                    ahead_ = f->body;
                else if (f->kind == frame_kind::cancel && number_of(f->body) == *number_)
                    told = stop_;
                else if (f->kind == frame_kind::ask_back && ahead_ &&
                         number_of(f->body) == number_of(*ahead_))
                    give_back();
            }
        }
        told.request_stop();
    }

    bool is_there()
    {
        std::lock_guard guard(mutex_);
        return number_.has_value();
    }

    worker_socket& socket() noexcept { return socket_; }

private:
    static std::uint64_t number_of(std::string_view body) { return take_number(body); }

    /// While a call runs, the other thread sends nothing.
    void give_back()
    {
        std::string bytes;
        append_reply(bytes, number_of(*ahead_), std::string(1, static_cast<char>(reply_kind::given_back)));
        ahead_.reset();
        socket_.send(bytes);
    }

    worker_socket& socket_;
    std::mutex mutex_;
    std::optional<std::uint64_t> number_;
    std::optional<std::string> ahead_;
    bool was_woken_ = false;
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
        ::pollfd closed{running.socket().descriptor(), POLLRDHUP, 0};
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
        throw boost::system::system_error(errno, boost::system::system_category(),
                                          "genpool::remote: setrlimit");
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
    running.socket().send(bytes);
    return parse_reply(answered).kind != reply_kind::out_of_memory;
}

} // namespace

int serve_program(functions const& all, int descriptor)
{
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC); // not for what a function starts
    auto const program = ::getppid();
    handle_wake_signal();
    ::prctl(PR_SET_PDEATHSIG, wake_signal);

    // Never destroyed: the thread that watches is there until the process ends.
    static auto& socket = *new worker_socket(descriptor);
    static auto& running = *new running_call(socket);
    std::string bytes;
    append_hello(bytes);
    socket.send(bytes);
    auto const first = socket.next(true);
    if (!first)
        return 0;
    if (first->kind != frame_kind::settings)
        throw malformed("the program does not begin with what the worker may do");
    auto const may = parse_settings(first->body);
    if (may.protocol != protocol)
        return 1; // the program has been told
    socket.set_largest_item(may.largest_item);
    std::thread([program] { watch(running, program); }).detach();
    limit_memory(may.memory);

    while (auto const call = running.next())
        if (!serve_call(all, running, *call, may))
            return 1;
    return 0;
}

} // namespace genpool::remote::detail
