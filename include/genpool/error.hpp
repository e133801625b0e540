// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <boost/asio/error.hpp>

#include <exception>
#include <stdexcept>

namespace genpool
{

/// What it does: tells that the source failed, as opposed to the function. The original exception is nested:
/// `std::rethrow_if_nested(error)` rethrows it. It comes after everything that the source had yielded.
///
/// Thread safety: as `std::runtime_error`.
class source_error : public std::runtime_error, public std::nested_exception
{
public:
    /// Wraps the exception that is being handled; call it only inside a `catch`.
    source_error();
};

/// What it does: tells that the pool's execution context was destroyed before the map could end, so that the
/// results are incomplete.
///
/// Thread safety: as `std::runtime_error`.
class pool_gone : public std::runtime_error
{
public:
    pool_gone();
};

/// What it does: tells that a blocking wait was asked for on a thread that the awaited work needs.
///
/// Thread safety: as `std::logic_error`.
class would_deadlock : public std::logic_error
{
public:
    would_deadlock();
};

/// What it does: tells that a call took longer than `within` lets it.
///
/// Thread safety: as `std::runtime_error`.
class call_timed_out : public std::runtime_error
{
public:
    call_timed_out();
};

namespace detail
{

/// For what was moved from, or never made from anything: `std::invalid_argument`, naming it.
[[noreturn]] void throw_empty(char const* what);

/// `error` wrapped into a source_error; if that cannot be allocated, what the attempt threw.
std::exception_ptr make_source_error(std::exception_ptr error) noexcept;

/// A `system_error` of `code`; if that cannot be allocated, `std::bad_alloc`.
std::exception_ptr make_error(boost::asio::error::basic_errors code) noexcept;

/// Whether `error` is `asio::error::operation_aborted`.
bool is_aborted(std::exception_ptr const& error) noexcept;

/// For what was awaited and destroyed without completing: an aborted operation, which `what` describes.
std::exception_ptr destroyed_error(char const* what) noexcept;

} // namespace detail
} // namespace genpool
