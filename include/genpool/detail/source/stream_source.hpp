// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>
#include <genpool/stream.hpp>

#include <genpool/detail/source/poll_result.hpp>
#include <genpool/detail/source/source_traits.hpp>
#include <genpool/detail/source/upstreams.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// A stream as the source of the next map, or, borrowed, of `genpool::next`.
template <class R>
class stream_source final : private result_waiter
{
public:
    using value_type = typename stream<R>::value_type;
    static constexpr bool synchronous = false;
    static constexpr bool waits = false;
    static constexpr bool pulls = false;

    explicit stream_source(stream<R>&& owned) noexcept : core_(owned.core_), owned_(std::move(owned)) {}
    explicit stream_source(stream<R> const& borrowed) noexcept : core_(borrowed.core_) {}
    stream_source(stream_source&& other) noexcept
        : core_(std::move(other.core_)), owned_(std::exchange(other.owned_, std::nullopt))
    {}

    void bind(source_waker& host) noexcept { host_ = &host; }

    poll_result poll()
    {
        if (!core_)
            std::rethrow_exception(make_error(boost::asio::error::operation_aborted));
        for (;;) {
            item_.reset();
            core_->take(item_);
            if (item_)
                return poll_result::value;
            if (core_->consumer().park(*this))
                return poll_result::pending;
            if (auto const how = core_->ending().completion()) {
                core_->consumer().detach(*this);
                if (auto error = owned_ ? core_->ending().take_error(*how) : core_->ending().error_of(*how)) {
                    core_->ending().report().by_consumer();
                    std::rethrow_exception(std::move(error));
                }
                return poll_result::end;
            }
        }
    }

    value_type&& value() noexcept { return std::move(*item_); }
    void start() noexcept {}
    bool serial() const noexcept { return false; }
    void cancel() noexcept
    {
        if (core_)
            core_->ending().request_stop();
    }

    void upstreams(upstream_list& list) const
    {
        if (core_)
            list.push_back(core_);
    }

private:
    void resume(bool) override
    {
        core_->consumer().detach(*this); // who is woken may destroy this
        host_->wake();
    }

    std::shared_ptr<result_core<value_type>> core_;
    std::optional<stream<R>> owned_;
    std::optional<value_type> item_;
    source_waker* host_ = nullptr;
};

template <class R>
inline constexpr bool has_own_traits<stream<R>> = true;

template <class R>
struct source_traits<stream<R>>
{
    using value_type = typename stream<R>::value_type;

    static void require_filled(stream<R> const& s)
    {
        if (!stream_access::core(s))
            throw_empty("stream");
    }

    static auto own(stream<R>&& s)
    {
        require_filled(s);
        return stream_source<R>(std::move(s));
    }

    static auto borrow(stream<R>& s) noexcept { return stream_source<R>(std::as_const(s)); }
};

} // namespace genpool::detail
