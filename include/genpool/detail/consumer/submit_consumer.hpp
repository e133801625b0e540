// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/post_attempt.hpp>
#include <genpool/detail/engine/map_runtime.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace genpool::detail
{

/// Submits what has left its map. `target` has
///
/// - `bool runs_here()`: this thread is one of those of its executor;
/// - `void run()`: does now, on this thread, what its task would do;
/// - `void post()`: submits the task of `void const* task()`, which is destroyed by the executor's context if it does
///   not run. That context is still there, since it waits for the pass;
/// - `void refused(pass, error)`: the executor has refused the task, with an error if there was one.
template <class Target>
void submit_consumer(std::shared_ptr<map_runtime> map, Target target, bool may_run_inline)
{
    consumer_submissions::pass pass(map->consumer().submissions());
    if (may_run_inline && target.runs_here()) {
        pass.end(); // here the context cannot go, but what is run may destroy another one
        // Not by `dispatch`: Asio catches what is thrown in there, and throws it merged with what else the task throws.
        return target.run();
    }
    std::exception_ptr error;
    auto const post = [&] {
        target.post();
        return true;
    };
    if (!post_attempt(target.task()).attempt(post, error))
        target.refused(pass, std::move(error));
}

} // namespace genpool::detail
