// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "support/execution/event.hpp"
#include "support/execution/initiation_guard.hpp"
#include "support/values/tracking_allocator.hpp"

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <functional>
#include <type_traits>
#include <utility>

namespace genpool::test
{

/// What is seen of the completion handler of one operation.
class observer
{
public:
    /// `right_place` tells whether the handler is where it must run.
    explicit observer(std::function<bool()> right_place) : right_place_(std::move(right_place)) {}

    tracking_allocator<void> allocator() noexcept { return tracking_allocator<void>(memory_); }

    void called()
    {
        calls_in_initiation_ += initiation_guard::active();
        calls_elsewhere_ += !right_place_();
        in_use_at_call_ = memory_.in_use;
        ++calls_;
        called_.set();
    }

    void dropped() noexcept { ++drops_; }

    /// Waits until the handler is called.
    void wait() { called_.wait(); }

    /// What Asio requires of an operation.
    void check() const
    {
        BOOST_TEST(calls_ == 1, "the handler was called " << calls_ << " times");
        BOOST_TEST(drops_ == 0, "the handler was destroyed uninvoked");
        BOOST_TEST(calls_in_initiation_ == 0, "the handler was called inside the initiating function");
        BOOST_TEST(calls_elsewhere_ == 0, "the handler ran on another executor than its own");
        BOOST_TEST(in_use_at_call_ == 0, "the handler was called with memory still allocated");
        BOOST_TEST(memory_.made != 0, "the associated allocator was not used");
    }

private:
    std::function<bool()> right_place_;
    allocations memory_;
    event called_;
    std::atomic<int> calls_{0};
    std::atomic<int> drops_{0};
    std::atomic<int> calls_in_initiation_{0};
    std::atomic<int> calls_elsewhere_{0};
    std::atomic<int> in_use_at_call_{0};
};

/// A handler that tells its observer.
template <class Handler>
class observed_handler
{
public:
    observed_handler(observer& o, Handler handler) : observer_(&o), handler_(std::move(handler)) {}

    observed_handler(observed_handler&& other)
        : observer_(std::exchange(other.observer_, nullptr)), handler_(std::move(other.handler_))
    {}

    observed_handler& operator=(observed_handler&&) = delete;

    ~observed_handler()
    {
        if (observer_ != nullptr)
            observer_->dropped();
    }

    template <class... Args>
    void operator()(Args&&... args)
    {
        std::exchange(observer_, nullptr)->called();
        std::move(handler_)(std::forward<Args>(args)...);
    }

    observer& seen_by() const noexcept { return *observer_; }
    Handler const& inner() const noexcept { return handler_; }

private:
    observer* observer_;
    Handler handler_;
};

/// A completion token that lets an observer see the handler that `Token` makes.
template <class Token>
struct observed_token
{
    observer* by;
    Token token;
};

template <class Token>
observed_token<std::decay_t<Token>> observed(observer& by, Token&& token)
{
    return {&by, std::forward<Token>(token)};
}

} // namespace genpool::test

template <class Token, class... Signatures>
struct boost::asio::async_result<genpool::test::observed_token<Token>, Signatures...>
{
    template <class Initiation>
    struct observed_initiation
    {
        genpool::test::observer* by;
        Initiation initiation;

        template <class Handler, class... Args>
        void operator()(Handler&& handler, Args&&... args)
        {
            genpool::test::initiation_guard const guard;
            std::move(initiation)(
                genpool::test::observed_handler<std::decay_t<Handler>>(*by, std::forward<Handler>(handler)),
                std::forward<Args>(args)...);
        }
    };

    template <class Initiation, class RawToken, class... Args>
    static auto initiate(Initiation&& initiation, RawToken&& token, Args&&... args)
    {
        return boost::asio::async_initiate<Token, Signatures...>(
            observed_initiation<std::decay_t<Initiation>>{token.by, std::forward<Initiation>(initiation)},
            token.token, std::forward<Args>(args)...);
    }
};

template <template <class, class> class Associator, class Handler, class Default>
struct boost::asio::associator<Associator, genpool::test::observed_handler<Handler>, Default>
    : Associator<Handler, Default>
{
    static auto get(genpool::test::observed_handler<Handler> const& h) noexcept
    {
        return Associator<Handler, Default>::get(h.inner());
    }

    static auto get(genpool::test::observed_handler<Handler> const& h, Default const& d) noexcept
    {
        return Associator<Handler, Default>::get(h.inner(), d);
    }
};

/// Only the memory is the observer's.
template <class Handler, class Default>
struct boost::asio::associated_allocator<genpool::test::observed_handler<Handler>, Default>
{
    using type = genpool::test::tracking_allocator<void>;

    static type get(genpool::test::observed_handler<Handler> const& h, Default const& = Default()) noexcept
    {
        return h.seen_by().allocator();
    }
};
