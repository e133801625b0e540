// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/async_nextable.hpp>
#include <genpool/detail/source/operation.hpp>
#include <genpool/detail/source/poll_result.hpp>
#include <genpool/detail/source/source_traits.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>

#include <functional>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// The bound source of a type with `async_next`, which `Holder` is or refers to.
template <class S, class Holder = S>
class async_source
{
public:
    using value_type = typename next_item<next_signature_t<S>>::type;
    static constexpr bool synchronous = false;

    explicit async_source(Holder&& source) : source_(std::move(source)) {}
    async_source(async_source&& unbound) : source_(std::move(unbound.source_)) {}

    void bind(source_waker& host) noexcept { host_ = &host; }

    poll_result poll()
    {
        if (!started_) {
            if (cancelled_)
                throw_error(make_error_code(boost::asio::error::operation_aborted));
            serial_ = true;
            return poll_result::parked;
        }
        if (!operation_.ready())
            return poll_result::pending;
        started_ = false;
        signal_.slot().clear();
        auto next = unwrap(operation_.take());
        if (!next)
            return poll_result::end;
        item_.emplace(*std::move(next));
        return poll_result::value;
    }

    value_type&& value() noexcept { return *std::move(item_); }

    void start() noexcept
    {
        if (cancelled_) // between the poll and now: nobody could be told any more
            return host_->wake();
        started_ = true;
        operation_.start(*host_, signal_.slot(), [this](auto handler) {
            static_cast<S&>(source_).async_next(boost::asio::deferred)(std::move(handler));
        });
    }

    bool serial() const noexcept { return serial_; }

    void cancel() noexcept
    {
        cancelled_ = true;
        try {
            signal_.emit(boost::asio::cancellation_type::terminal);
        } catch (...) { // cancellation asks, and promises nothing
        }
    }

private:
    Holder source_;
    source_waker* host_ = nullptr;
    operation_for_t<next_signature_t<S>> operation_;
    boost::asio::cancellation_signal signal_;
    std::optional<value_type> item_;
    bool started_ = false;
    bool cancelled_ = false;
    bool serial_ = false;
};

template <class S>
    requires(!has_own_traits<S> && async_nextable<S>)
struct source_traits<S>
{
    using value_type = typename next_item<next_signature_t<S>>::type;
    static auto own(S&& source) { return async_source<S>(std::move(source)); }
};

/// One that cannot be moved, or that is needed afterwards.
template <async_nextable S>
    requires(!borrowable<S>)
struct source_traits<std::reference_wrapper<S>>
{
    using value_type = typename source_traits<S>::value_type;
    static constexpr bool copied = true;
    static auto own(std::reference_wrapper<S> source)
    {
        return async_source<S, std::reference_wrapper<S>>(std::move(source));
    }
};

} // namespace genpool::detail
