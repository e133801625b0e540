// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "begin.hpp"

#include "functions.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>

#include <utility>

namespace genpool::proof
{
namespace
{

using boost::asio::any_io_executor;

/// An operation that takes a turn of the pool.
auto turn_of(any_io_executor const& pool)
{
    return [pool] {
        return boost::asio::async_initiate<boost::asio::deferred_t const, void(boost::system::error_code)>(
            [](auto handler, any_io_executor const& where) {
                auto const executor = boost::asio::get_associated_executor(handler, where);
                boost::asio::post(where, boost::asio::bind_executor(
                                             executor, boost::asio::append(std::move(handler),
                                                                           boost::system::error_code())));
            },
            boost::asio::deferred, pool);
    };
}

template <class F>
stream<item> with_source(run& r, any_io_executor const& pool, F f)
{
    switch (r.planned.source) {
    case source_kind::generator:
        return f(generator_of(r));
    case source_kind::waiting_generator:
        return f(waiting_generator_of(r, turn_of(pool)));
    case source_kind::async_next:
        return f(recorded_async_source(r, turn_of(pool)));
    default:
        return f(recorded_range(r));
    }
}

template <class F>
stream<item> with_function(run& r, F f)
{
    switch (r.planned.function) {
    case function_kind::stop_aware:
        return f(parking_call(r));
    case function_kind::awaitable:
        return f(parking_awaitable_call(r));
    default: // no program is planned with parts around its function
        return f(lingering_call(r));
    }
}

} // namespace

stream<item> begin_map(run& r, any_io_executor const& pool)
{
    return with_source(r, pool, [&](auto source) {
        return with_function(r, [&](auto function) {
            return map_stream(pool, std::move(source), std::move(function), r.planned.options());
        });
    });
}

stream<item> begin_stage(run& r, any_io_executor const& pool, stream<item> results, unsigned stage,
                         options const& o)
{
    return map_stream(pool, std::move(results), plain_call(r, stage), o);
}

} // namespace genpool::proof
