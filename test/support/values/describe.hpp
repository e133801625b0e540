// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <future>
#include <new>
#include <string>

namespace genpool::test
{

/// Names how an operation ended, in a word that a test can compare: "ok", "stopped", "pool gone", "source: "
/// and the error nested in it, or what the exception says.
inline std::string describe(std::exception_ptr const& error)
{
    if (!error)
        return "ok";
    try {
        std::rethrow_exception(error);
    } catch (source_error const& e) {
        return "source: " + describe(e.nested_ptr());
    } catch (pool_gone const&) {
        return "pool gone";
    } catch (would_deadlock const&) {
        return "would deadlock";
    } catch (boost::system::system_error const& e) {
        if (e.code() == boost::asio::error::operation_aborted)
            return "stopped";
        return e.code() == boost::asio::error::already_started ? "already started" : e.what();
    } catch (std::future_error const& e) {
        return e.code() == std::future_errc::broken_promise ? "broken promise" : e.what();
    } catch (std::bad_alloc const&) {
        return "no memory";
    } catch (std::exception const& e) {
        return e.what();
    }
}

/// The same for what `f` throws.
template <class F>
std::string outcome_of(F&& f)
{
    try {
        f();
        return "ok";
    } catch (...) {
        return describe(std::current_exception());
    }
}

/// The same for a future of an operation on `pool`, whose threads end first: while one of them refers to the
/// exception, too, the thread sanitizer, which cannot see libstdc++'s count of references, reports a race.
template <class T>
std::string outcome_of(std::future<T> future, boost::asio::thread_pool& pool)
{
    pool.join();
    return outcome_of([&] { future.get(); });
}

} // namespace genpool::test
