// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include "noexcept_make_exception_ptr.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <string>

namespace genpool
{
namespace
{

std::string describe_current_exception()
{
    try {
        throw;
    } catch (std::exception const& error) {
        return std::string("genpool: the source failed: ") + error.what();
    } catch (...) {
        return "genpool: the source failed";
    }
}

} // namespace

source_error::source_error() : std::runtime_error(describe_current_exception()) {}

pool_gone::pool_gone() : std::runtime_error("genpool: the pool was destroyed before the map had ended") {}

would_deadlock::would_deadlock()
    : std::logic_error("genpool: a blocking wait on a thread that the awaited work needs")
{}

call_timed_out::call_timed_out() : std::runtime_error("genpool: the call took longer than it may") {}

void detail::throw_empty(char const* what)
{
    throw std::invalid_argument(std::string("genpool: this ") + what +
                                " has nothing to yield: it was moved from, or default-constructed");
}

std::exception_ptr detail::make_error(boost::asio::error::basic_errors code) noexcept
{
    return noexcept_make_exception_ptr(
        [code] { return boost::system::system_error(boost::asio::error::make_error_code(code)); });
}

std::exception_ptr detail::destroyed_error(char const* what) noexcept
{
    return noexcept_make_exception_ptr(
        [what] { return boost::system::system_error(boost::asio::error::operation_aborted, what); });
}

bool detail::is_aborted(std::exception_ptr const& error) noexcept
{
    try {
        std::rethrow_exception(error);
    } catch (boost::system::system_error const& e) {
        return e.code() == boost::asio::error::operation_aborted;
    } catch (...) {
        return false;
    }
}

std::exception_ptr detail::make_source_error(std::exception_ptr error) noexcept
{
    try {
        try {
            std::rethrow_exception(std::move(error));
        } catch (source_error const&) {
            return std::current_exception(); // an upstream stage has wrapped it already
        } catch (...) {
            throw source_error();
        }
    } catch (...) {
        return std::current_exception();
    }
}

} // namespace genpool
