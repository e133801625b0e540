// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

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

/// Asio's own guard takes a strand for an executor of the old kind, which the strand of an `any_io_executor`
/// cannot be: it does not compile.
template <class Executor>
using work_guard = std::conditional_t<boost::asio::execution::is_executor<Executor>::value,
                                      tracked_executor<Executor>, boost::asio::executor_work_guard<Executor>>;

} // namespace genpool::detail
