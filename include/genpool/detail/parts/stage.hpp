// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/error.hpp>

#include <genpool/detail/source/poll_result.hpp>
#include <genpool/detail/source/upstreams.hpp>

#include <exception>
#include <utility>

namespace genpool::detail
{

template <class S>
concept tells_whether_ready = requires(S const& source)
{
    source.ready();
};

template <class S>
concept tells_whether_it_would_block = requires(S const& source)
{
    source.would_block();
};

/// For a source that asks another one again before it gives anything: throws, as what is cancelled does, once the map is
/// stopped.
inline void require_wanted(source_waker const& host)
{
    if (!host.wants_more()) [[unlikely]]
        std::rethrow_exception(make_error(boost::asio::error::operation_aborted));
}

/// What a bound source that goes through the items of another one has in common with it. Derived classes have `poll`,
/// `value` and, if they do not run what is the user's between two items, `ready`.
template <class Inner>
class stage_source
{
public:
    static constexpr bool synchronous = Inner::synchronous;
    static constexpr bool waits = waits_itself<Inner>();
    static constexpr bool pulls = pulls_itself<Inner>();

    explicit stage_source(Inner&& inner) : inner_(std::move(inner)) {}

    void bind(source_waker& host) noexcept
    {
        host_ = &host;
        inner_.bind(host);
    }

    void start() noexcept { inner_.start(); }
    bool serial() const noexcept { return inner_.serial(); }
    void cancel() noexcept { inner_.cancel(); }
    bool would_block() const requires tells_whether_it_would_block<Inner> { return inner_.would_block(); }
    void upstreams(upstream_list& list) const { add_upstreams(inner_, list); }

protected:
    using inner_type = Inner;

    Inner inner_;
    source_waker* host_ = nullptr;
};

} // namespace genpool::detail
