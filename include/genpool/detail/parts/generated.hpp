// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>

#include <genpool/detail/source/next.hpp>
#include <genpool/detail/source/poll_result.hpp>

#include <utility>

namespace genpool::detail
{

/// A bound source in the place where it stays.
template <class Bound>
struct kept_bound
{
    explicit kept_bound(Bound&& s) : source(std::move(s)) {}

    Bound source;
    bool bound = false;
};

/// Refers to it, for `next_awaiter`.
template <class Bound>
class bound_reference
{
public:
    using value_type = typename Bound::value_type;

    explicit bound_reference(kept_bound<Bound>& kept) noexcept : kept_(&kept) {}

    void bind(source_waker& host) noexcept
    {
        if (!std::exchange(kept_->bound, true))
            kept_->source.bind(host);
    }

    poll_result poll() { return kept_->source.poll(); }
    value_type&& value() noexcept { return kept_->source.value(); }
    void start() noexcept { kept_->source.start(); }
    bool serial() const noexcept { return kept_->source.serial(); }
    void cancel() noexcept { kept_->source.cancel(); }

private:
    kept_bound<Bound>* kept_;
};

template <class Bound>
struct bound_request
{
    kept_bound<Bound>& kept;
};

template <class Bound>
auto make_awaiter(generator_promise_base& promise, bound_request<Bound> request)
{
    return next_awaiter<bound_reference<Bound>>(promise, bound_reference<Bound>(request.kept));
}

/// The generator that yields what a bound source gives.
template <class Bound>
generator<typename Bound::value_type> generated(kept_bound<Bound> kept)
{
    bound_request<Bound> const request{kept};
    while (auto item = co_await request)
        co_yield *std::move(item);
}

} // namespace genpool::detail
