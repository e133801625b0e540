// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/remote/error.hpp>

#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace genpool::remote::detail
{

/// A descriptor that is closed.
class unique_descriptor
{
public:
    unique_descriptor() = default;
    explicit unique_descriptor(int d) noexcept : descriptor_(d) {}
    unique_descriptor(unique_descriptor&& other) noexcept : descriptor_(other.release()) {}
    unique_descriptor& operator=(unique_descriptor&& other) noexcept;
    ~unique_descriptor();

    int get() const noexcept { return descriptor_; }
    int release() noexcept { return std::exchange(descriptor_, -1); }
    explicit operator bool() const noexcept { return descriptor_ >= 0; }

private:
    int descriptor_ = -1;
};

/// A process that this one has started. It is known by a descriptor: its number may be another's once somebody, the
/// program perhaps, has waited for it. Killed and waited for in the end.
class child
{
public:
    /// Starts a program with `socket` as its descriptor 3, and nothing else but stderr, in a process group of its own.
    /// Throws `boost::system::system_error`.
    child(std::vector<std::string> const& command, int socket);
    child(child&& other) noexcept = default;
    child& operator=(child&&) = delete;
    ~child() { finish(); }

    /// Becomes readable when the process has ended.
    int descriptor() const noexcept { return descriptor_.get(); }

    /// Has the process look at its socket.
    void wake() noexcept;
    /// Kills it with all processes of its group.
    void kill() noexcept;
    /// Kills it and waits until it has gone.
    void finish() noexcept;
    /// How it ended; nothing while it runs.
    std::optional<worker_end> ended() noexcept;

    static constexpr int inherited_socket = 3;

private:
    std::optional<worker_end> wait(int flags) noexcept;

    pid_t id_ = 0;
    unique_descriptor descriptor_;
};

/// The two ends of a connection.
std::pair<unique_descriptor, unique_descriptor> connected_sockets();

} // namespace genpool::remote::detail
