// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/undocumented.hpp>

#include <boost/asio/execution/executor.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/prefer.hpp>

#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// An executor whose context is kept busy.
template <class Executor>
class tracked_executor
{
public:
    explicit tracked_executor(Executor const& e)
        : executor_(e), work_(boost::asio::prefer(e, boost::asio::execution::outstanding_work.tracked))
    {}

    Executor const& get_executor() const noexcept { return executor_; }

private:
    Executor executor_;
    std::decay_t<decltype(boost::asio::prefer(std::declval<Executor const&>(),
                                              boost::asio::execution::outstanding_work.tracked))>
        work_;
};

/// The executor of a future's handlers, which is of no context.
template <class Executor>
class promise_guard
{
public:
    explicit promise_guard(Executor const& e) : executor_(e) {}

    Executor const& get_executor() const noexcept { return executor_; }

private:
    Executor executor_;
};

/// Asio's own guard takes a strand for an executor of the old kind, which the strand of an `any_io_executor`
/// cannot be: it does not compile.
template <class Executor>
struct work_guard_for
    : std::conditional<boost::asio::execution::is_executor<Executor>::value, tracked_executor<Executor>,
                       boost::asio::executor_work_guard<Executor>>
{};

template <class Executor>
    requires is_promise_executor<Executor>
struct work_guard_for<Executor>
{
    using type = promise_guard<Executor>;
};

template <class Executor>
using work_guard = typename work_guard_for<Executor>::type;

} // namespace genpool::detail
