// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/options.hpp>
#include <genpool/piped.hpp>
#include <genpool/source.hpp>
#include <genpool/stream.hpp>
#include <genpool/summary.hpp>

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/undocumented.hpp>
#include <genpool/detail/consumer/initiate_for_each.hpp>
#include <genpool/detail/parts/stage.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/system_executor.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// Keeps what its source fails with, so that the end of a pipe can tell it as it is.
template <class Inner>
class watched_source : public stage_source<Inner>
{
public:
    using value_type = typename Inner::value_type;

    watched_source(Inner&& inner, std::shared_ptr<std::exception_ptr> failure)
        : stage_source<Inner>(std::move(inner)), failure_(std::move(failure))
    {}

    void hint(std::size_t n) noexcept requires requires(Inner& i) { i.hint(n); }
    {
        this->inner_.hint(n);
    }

    poll_result poll()
    {
        try {
            return this->inner_.poll();
        } catch (...) {
            *failure_ = std::current_exception();
            throw;
        }
    }

    value_type&& value() noexcept { return this->inner_.value(); }
    bool ready() const noexcept requires tells_whether_ready<Inner> { return this->inner_.ready(); }

private:
    std::shared_ptr<std::exception_ptr> failure_;
};

/// A collector of `collectors.hpp` that completes with what the source has failed with.
template <class Collector>
class ender_collector : public Collector
{
public:
    ender_collector(Collector&& collector, std::shared_ptr<std::exception_ptr> failure)
        : Collector(std::move(collector)), failure_(std::move(failure))
    {}

    template <class Operation>
    void complete(Operation& operation, std::exception_ptr error, summary s)
    {
        if (error && s.ended == end_reason::source_failed && *failure_)
            error = std::move(*failure_);
        Collector::complete(operation, std::move(error), std::move(s));
    }

private:
    std::shared_ptr<std::exception_ptr> failure_;
};

/// Where the end of a pipe runs: on the pool of its last map; where there is none, on the handler's executor.
template <class Source>
boost::asio::any_io_executor pool_of(Source const& source, boost::asio::any_io_executor const& otherwise)
{
    upstream_list stages;
    add_upstreams(source, stages);
    return stages.empty() ? otherwise : stages.front()->contexts().pool_executor();
}

template <class Handler>
boost::asio::any_io_executor executor_for_source(Handler const& handler)
{
    auto const executor = boost::asio::get_associated_executor(handler, boost::asio::system_executor());
    if constexpr (is_promise_executor<std::remove_cvref_t<decltype(executor)>>)
        return boost::asio::system_executor();
    else
        return executor;
}

/// The initiation of what ends a pipe: a map of one call at a time that hands on its items.
class initiate_ender
{
public:
    template <class Handler, class Source, class Collector>
    void operator()(Handler&& handler, Source&& source, Collector&& collector, options const& o) const
    {
        auto failure = std::make_shared<std::exception_ptr>();
        auto bound = make_source(std::forward<Source>(source));
        auto const pool = pool_of(bound, executor_for_source(handler));
        using watched = watched_source<decltype(bound)>;
        initiate_for_each<boost::asio::any_io_executor> initiate(pool);
        std::move(initiate)(std::forward<Handler>(handler),
                            piped<watched>(watched(std::move(bound), failure)), std::identity(), o,
                            ender_collector<std::decay_t<Collector>>(
                                std::decay_t<Collector>(std::forward<Collector>(collector)), failure));
    }
};

/// What the parts that end a pipe must know of its source; without an item type for what is none, in words.
template <class Source>
struct ended
{
    static_assert(require_source<Source>());
    using item = source_value_t<Source>;
};

/// Ends a pipe with a collector. `Signature`: what the token is completed with.
template <class Signature, class Source, class Collector, class Token>
auto end_pipe(Source&& source, Collector collector, options const& o, Token&& token)
{
    require_filled(source);
    return boost::asio::async_initiate<Token, Signature>(
        initiate_ender(), token, kept(std::forward<Source>(source)), std::move(collector), o);
}

} // namespace genpool::detail
