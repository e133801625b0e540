// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/error.hpp>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>

namespace genpool::remote
{

/// What it does: tells what the function threw in its worker: `what()` is the name of the exception's type, a colon and
/// its text.
///
/// Thread safety: as `std::runtime_error`.
class remote_error : public std::runtime_error
{
public:
    remote_error(std::string type, std::string text);

    /// The name of the exception's type, as the worker's compiler writes it.
    std::string const& type() const noexcept { return details_->type; }
    /// What its `what()` said; empty for what is no `std::exception`.
    std::string const& text() const noexcept { return details_->text; }

private:
    struct details
    {
        std::string type;
        std::string text;
    };

    std::shared_ptr<details const> details_; // shared, so that copying cannot throw
};

/// How a worker ended. At most one of the three says something.
struct worker_end
{
    int signal = 0;             ///< that killed it; 0 if none did
    int status = -1;            ///< that it exited with; -1 if it did not, or if nobody can tell
    bool out_of_memory = false; ///< its function ran out of the memory that the worker may have
};

/// What it does: tells that the workers that called the function died, as often as an item is tried.
///
/// Thread safety: as `std::runtime_error`.
class worker_lost : public std::runtime_error
{
public:
    worker_lost(worker_end end, unsigned attempts);
    /// Where nobody can tell how the workers ended, since they are on other machines.
    explicit worker_lost(unsigned attempts);

    /// How the last of them ended.
    worker_end const& end() const noexcept { return end_; }
    int signal() const noexcept { return end_.signal; }
    int status() const noexcept { return end_.status; }
    /// How often the item was tried.
    unsigned attempts() const noexcept { return attempts_; }

private:
    worker_end end_;
    unsigned attempts_;
};

/// A call that took longer than it may, as often as an item is tried, fails as one that `within` ends.
using genpool::call_timed_out;

/// What it does: tells that an item or a result is larger than what may cross. Put it where both sides reach it, and
/// let its name cross.
///
/// Thread safety: as `std::runtime_error`.
class too_large : public std::runtime_error
{
public:
    too_large(char const* what, std::size_t size, std::size_t limit);

    std::size_t size() const noexcept { return size_; }
    std::size_t limit() const noexcept { return limit_; }

private:
    std::size_t size_;
    std::size_t limit_;
};

/// What it does: tells that no worker answered for as long as a call may wait for one.
///
/// Thread safety: as `std::runtime_error`.
class no_workers : public std::runtime_error
{
public:
    explicit no_workers(std::string const& why);
};

/// What it does: tells that a worker and this program do not fit together: other versions, a function that the worker
/// does not have, or another parameter or result. It is said at the first call, which is not tried again.
///
/// Thread safety: as `std::runtime_error`.
class incompatible : public std::runtime_error
{
public:
    explicit incompatible(std::string const& how);
};

} // namespace genpool::remote
