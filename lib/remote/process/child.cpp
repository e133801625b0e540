// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "child.hpp"

#include <boost/system/system_error.hpp>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace genpool::remote::detail
{
namespace
{

[[noreturn]] void fail(int error, std::string const& what)
{
    throw boost::system::system_error(error, boost::system::system_category(), "genpool::remote: " + what);
}

void check(int error, char const* what)
{
    if (error != 0)
        fail(error, what);
}

// By their numbers, since the C library of Debian 12 declares them only to C.

int pidfd_open(pid_t id) noexcept { return static_cast<int>(::syscall(SYS_pidfd_open, id, 0U)); }

void pidfd_send_signal(int descriptor, int signal) noexcept
{
    ::syscall(SYS_pidfd_send_signal, descriptor, signal, nullptr, 0U);
}

constexpr auto wait_by_descriptor = static_cast<idtype_t>(3); // P_PIDFD

class spawn_settings
{
public:
    explicit spawn_settings(int socket)
    {
        check(::posix_spawnattr_init(&attributes_), "posix_spawnattr_init");
        if (int const error = ::posix_spawn_file_actions_init(&actions_)) {
            ::posix_spawnattr_destroy(&attributes_);
            fail(error, "posix_spawn_file_actions_init");
        }
        try {
            signals_and_group();
            descriptors(socket);
        } catch (...) {
            destroy();
            throw;
        }
    }

    spawn_settings(spawn_settings const&) = delete;
    spawn_settings& operator=(spawn_settings const&) = delete;
    ~spawn_settings() { destroy(); }

    posix_spawnattr_t const* attributes() const noexcept { return &attributes_; }
    posix_spawn_file_actions_t const* actions() const noexcept { return &actions_; }

private:
    /// What this process blocks or ignores is no business of the worker's.
    void signals_and_group()
    {
        ::sigset_t all;
        ::sigset_t none;
        ::sigfillset(&all);
        ::sigdelset(&all, SIGKILL);
        ::sigdelset(&all, SIGSTOP);
        ::sigemptyset(&none);
        check(::posix_spawnattr_setsigdefault(&attributes_, &all), "posix_spawnattr_setsigdefault");
        check(::posix_spawnattr_setsigmask(&attributes_, &none), "posix_spawnattr_setsigmask");
        check(::posix_spawnattr_setpgroup(&attributes_, 0), "posix_spawnattr_setpgroup");
        check(::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                                           POSIX_SPAWN_SETPGROUP),
              "posix_spawnattr_setflags");
    }

    void descriptors(int socket)
    {
        check(::posix_spawn_file_actions_adddup2(&actions_, socket, child::inherited_socket), "dup2");
        check(::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0), "open");
        check(::posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO), "dup2");
        check(::posix_spawn_file_actions_addclosefrom_np(&actions_, child::inherited_socket + 1),
              "closefrom");
    }

    void destroy() noexcept
    {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }

    posix_spawnattr_t attributes_;
    posix_spawn_file_actions_t actions_;
};

} // namespace

unique_descriptor& unique_descriptor::operator=(unique_descriptor&& other) noexcept
{
    unique_descriptor old(std::move(*this));
    descriptor_ = other.release();
    return *this;
}

unique_descriptor::~unique_descriptor()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

child::child(std::vector<std::string> const& command, int socket)
{
    std::string const how = "--processes=" + std::to_string(inherited_socket);
    std::vector<char*> arguments;
    for (auto const& word : command)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(const_cast<char*>(how.c_str()));
    arguments.push_back(nullptr);

    spawn_settings const settings(socket);
    if (int const error = ::posix_spawnp(&id_, arguments[0], settings.actions(), settings.attributes(),
                                         arguments.data(), environ))
        fail(error, "cannot start " + command[0]);
    descriptor_ = unique_descriptor(pidfd_open(id_));
    if (!descriptor_) {
        int const error = errno;
        ::kill(-id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
        fail(error, "pidfd_open");
    }
}

void child::finish() noexcept
{
    if (!descriptor_)
        return;
    kill();
    wait(0);
}

void child::wake() noexcept
{
    if (descriptor_)
        pidfd_send_signal(descriptor_.get(), SIGURG);
}

void child::kill() noexcept
{
    if (!descriptor_)
        return;
    // The number is this process's until it has been waited for, which the program may have done.
    ::siginfo_t info{};
    if (::waitid(wait_by_descriptor, static_cast<id_t>(descriptor_.get()), &info,
                 WEXITED | WNOHANG | WNOWAIT) == 0)
        ::kill(-id_, SIGKILL);
    pidfd_send_signal(descriptor_.get(), SIGKILL);
}

std::optional<worker_end> child::ended() noexcept { return wait(WNOHANG); }

std::optional<worker_end> child::wait(int flags) noexcept
{
    worker_end end;
    ::siginfo_t info{};
    auto const ask = [&] {
        return ::waitid(wait_by_descriptor, static_cast<id_t>(descriptor_.get()), &info, WEXITED | flags);
    };
    int result = ask();
    for (; result != 0 && (errno == EINTR || errno == EAGAIN); result = ask()) {
        // Once Asio has waited with a copy of the descriptor, it does not block.
        ::pollfd ends{descriptor_.get(), POLLIN, 0};
        ::poll(&ends, 1, -1);
    }
    if (result == 0) {
        if (info.si_pid == 0)
            return std::nullopt;
        if (info.si_code == CLD_EXITED)
            end.status = info.si_status;
        else
            end.signal = info.si_status;
    } // else somebody else has waited for it, or nobody needs to
    descriptor_ = unique_descriptor();
    return end;
}

std::pair<unique_descriptor, unique_descriptor> connected_sockets()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        fail(errno, "socketpair");
    return {unique_descriptor(ends[0]), unique_descriptor(ends[1])};
}

} // namespace genpool::remote::detail
