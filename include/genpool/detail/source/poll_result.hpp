// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <boost/asio/any_io_executor.hpp>

namespace genpool::detail
{

/// What one poll of a bound source found.
///
/// The protocol of a bound source `S`, which every kind of source is normalised to (`make_source`):
///
/// - `using value_type`; `static constexpr bool synchronous`: it never answers `pending` nor `parked`.
/// - `void bind(source_waker& host)`: once, before the first poll, in the place where the source will stay.
/// - `poll_result poll()`: advances. An exception is the source's failure. After `end` or an exception it is not
///   polled again. Calls of `poll`, `start`, `cancel` and the destructor never overlap.
/// - `value_type&& value()`: after `poll_result::value`, until the next poll; the caller moves it out, and may have looked at
///   it before.
/// - `void start() noexcept`: after `parked`, inside the host's serial executor: starts the operation that
///   the source waits for. It ends with exactly one `host.wake()` or `host.abandoned()`, perhaps inside
///   `start()`.
/// - `bool serial() const noexcept`: from now on `poll`, `start` and `cancel` must be called inside the
///   host's serial executor. False until the source first parks, which may have been before it was bound.
/// - `void cancel() noexcept`: asks what a parked or pending source waits for to end soon; nothing is
///   promised.
/// - optionally `bool ready() const noexcept`: after `poll_result::value`: the next poll runs nothing that may wait or
///   take long, so that nobody needs to know before it of the items that have come.
/// - optionally `bool would_block() const`: after `poll_result::value`: the next poll would block the thread until something
///   comes, so that what has been pulled is to be run before.
/// - optionally `void hint(std::size_t n) noexcept`: before a poll: the host will take up to `n >= 1` items,
///   and counts as pulled what the source produces of them before it is asked. Each hint replaces the last; after
///   `n` items, and without a hint, a source produces one item for one poll.
///
/// - optionally `void upstreams(upstream_list& list) const`, `static constexpr bool waits` and `pulls`: see upstreams.hpp.
///
/// The report of a wait, `wake` or `abandoned`, may come before the `poll` that answers `pending`, or the
/// `start`, has returned: inside it, or on another thread. So the host must neither poll nor destroy the
/// source from within the report while it is inside such a call, and a report that came early counts.
enum class poll_result : unsigned char
{
    value,   ///< `value()` is the next item
    end,     ///< there are no more items
    pending, ///< poll again once `host.wake()` was called, from any thread
    parked   ///< call `start()` inside the host's serial executor; then as `pending`
};

/// What a bound source may ask of whoever pulls it. It outlives every wait that the source has begun.
class source_waker
{
public:
    /// The executor, a strand of the pool, in which the source's operations start and complete.
    /// May throw if it cannot be made.
    virtual boost::asio::any_io_executor serial_executor() = 0;

    /// What the source waited for is there: poll again. The caller touches nothing of the source afterwards.
    virtual void wake() noexcept = 0;

    /// What the source waited for was destroyed without completing, so no poll can ever succeed.
    virtual void abandoned() noexcept = 0;

    /// Whether what a source produces after a hint, before it is asked, is still wanted. From any thread.
    virtual bool wants_more() const noexcept { return true; }

protected:
    ~source_waker() = default;
};

} // namespace genpool::detail
