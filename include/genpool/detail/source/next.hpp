// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/async_nextable.hpp>
#include <genpool/detail/source/generator_await.hpp>
#include <genpool/detail/source/generator_promise.hpp>
#include <genpool/detail/source/poll_result.hpp>
#include <genpool/detail/source/source_traits.hpp>

#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/deferred.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// What `genpool::next` returns: asks for one item of `source`.
template <class Source>
struct next_request
{
    Source& source;
};

/// Pulls one item of a source that is referred to by the bound source `Borrowed`.
///
/// The source's host is that of the generator that pulls it: whoever polls that one polls, through it, this.
template <class Borrowed>
class next_awaiter : private suspension
{
public:
    using value_type = typename Borrowed::value_type;

    next_awaiter(generator_promise_base& promise, Borrowed source)
        : promise_(promise), source_(std::move(source))
    {}

    bool await_ready()
    {
        promise_.throw_if_cancelled();
        source_.bind(promise_.host());
        if (source_.serial() && !promise_.serial()) {
            entering_ = true;
            answer_ = poll_result::parked;
        } else {
            advance();
        }
        return answer_ == poll_result::value;
    }

    void await_suspend(std::coroutine_handle<>) noexcept { promise_.wait_for(*this, answer_); }

    std::optional<value_type> await_resume()
    {
        if (error_)
            std::rethrow_exception(std::move(error_));
        return std::move(item_);
    }

private:
    void advance()
    {
        answer_ = source_.poll();
        if (answer_ == poll_result::value)
            item_.emplace(source_.value());
        else if (answer_ == poll_result::end)
            answer_ = poll_result::value; // of this wait: it is over
    }

    poll_result check() noexcept override
    {
        if (entering_)
            return poll_result::parked;
        try {
            advance();
        } catch (...) {
            error_ = std::current_exception();
            answer_ = poll_result::value;
        }
        return answer_;
    }

    void start() noexcept override
    {
        if (std::exchange(entering_, false))
            promise_.host().wake(); // this is the serial executor that the source asks for
        else
            source_.start();
    }

    void cancel(boost::asio::cancellation_type type) override
    {
        if ((type & boost::asio::cancellation_type::terminal) != boost::asio::cancellation_type::none)
            source_.cancel();
    }

    generator_promise_base& promise_;
    Borrowed source_;
    std::optional<value_type> item_;
    std::exception_ptr error_;
    poll_result answer_ = poll_result::value;
    bool entering_ = false;
};

template <borrowable Source>
auto make_awaiter(generator_promise_base& promise, next_request<Source> request)
{
    using borrowed = decltype(source_traits<Source>::borrow(request.source));
    return next_awaiter<borrowed>(promise, source_traits<Source>::borrow(request.source));
}

template <async_nextable Source>
    requires(!borrowable<Source>)
auto make_awaiter(generator_promise_base& promise, next_request<Source> request)
{
    return make_awaiter(promise, request.source.async_next(boost::asio::deferred));
}

} // namespace genpool::detail
