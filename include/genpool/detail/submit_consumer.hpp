// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/core.hpp>
#include <genpool/detail/executor.hpp>
#include <genpool/detail/submission.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace genpool::detail
{

/// Submits what has left its map: `make_task()` makes a task that is destroyed by `executor`'s context if it
/// does not run. That context is still there, since it waits for the pass. If the executor refuses the task,
/// `refused(pass, error)` is called, with an error if there was one.
template <class Executor, class MakeTask, class Refused>
void submit_consumer(std::shared_ptr<map_core> map, void const* what, Executor const& executor,
                     bool may_run_inline, MakeTask make_task, Refused refused)
{
    map_core::consumer_pass pass(*map);
    if (may_run_inline && runs_here(executor)) {
        pass.end(); // here the context cannot go, but what is run may destroy another one
        return boost::asio::dispatch(executor, make_task());
    }
    std::exception_ptr error;
    auto const post = [&] {
        boost::asio::post(executor, make_task());
        return true;
    };
    if (!submission(what).attempt(post, error))
        refused(pass, std::move(error));
}

} // namespace genpool::detail
