// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The ends of pipes, behind the stream of a map. Since they need not know what that reads and calls, each is compiled
// once.
#pragma once

#include <genpool/async_collect.hpp>
#include <genpool/async_consume.hpp>
#include <genpool/async_first.hpp>
#include <genpool/async_reduce.hpp>
#include <genpool/stream.hpp>

#include "handlers.hpp"
#include "run.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

namespace genpool::proof
{

/// What results are reduced to: how many there were.
struct tally
{
    explicit tally(run& r) : alive(r.record.others_alive) {}

    counted alive;
    std::size_t results = 0;
};

/// The operation of `async_reduce`.
class count_result
{
public:
    explicit count_result(run& r) : run_(&r), part_(r.record.parts_alive) {}

    tally operator()(tally so_far, item&& result) const
    {
        deliver(*run_, std::move(result));
        ++run_->reduced;
        ++so_far.results;
        return so_far;
    }

private:
    run* run_;
    counted part_;
};

/// The handler of `async_reduce`.
class on_tally : on_end
{
public:
    using on_end::allocator_type;
    using on_end::get_allocator;
    using on_end::on_end;

    void operator()(std::exception_ptr error, tally value) const
    {
        if (value.results != run_->reduced)
            run_->record.add(what::value_lost);
        end(error);
    }
};

/// The handler of `async_first`.
class on_first : on_end
{
public:
    using on_end::allocator_type;
    using on_end::get_allocator;
    using on_end::on_end;

    void operator()(std::exception_ptr error, std::optional<item> result) const
    {
        if (result)
            give(*result);
        end(error);
    }
};

/// Begins what is planned to end a pipe.
template <class World>
void end_pipe(World& w, stream<item> results)
{
    auto const to_consumer = [&w](auto handler) {
        return boost::asio::bind_executor(w.consumer_executor(),
                                          boost::asio::bind_cancellation_slot(w.slot(), std::move(handler)));
    };
    initiating const scope(w);
    switch (w.planned.consumer) {
    case consumer_kind::collected:
        return async_collect(std::move(results), to_consumer(on_end(w)));
    case consumer_kind::reduced:
        return async_reduce(std::move(results), tally(w), count_result(w), to_consumer(on_tally(w)));
    case consumer_kind::first:
        return async_first(std::move(results), to_consumer(on_first(w)));
    default:
        return async_consume(std::move(results), on_result(w), to_consumer(on_end(w)));
    }
}

} // namespace genpool::proof
