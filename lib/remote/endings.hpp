// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "process_pool.hpp"

#include <boost/asio/execution_context.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace genpool::remote::detail
{

class process_pool::endings
{
public:
    explicit endings(bool may_run_inline) noexcept : may_run_inline_(may_run_inline) {}

    /// Under the lock. The call's handler sees the end; without memory for that it sees that it is destroyed.
    void add(std::shared_ptr<call> c, std::exception_ptr error, std::string result = {})
    {
        c->at = call::stage::ended;
        all_.push_back({std::move(c), std::move(error), std::move(result)});
    }

    /// Without the lock.
    void run() noexcept
    {
        for (auto& each : std::exchange(all_, {}))
            each.ended->complete(std::move(each.error), std::move(each.result), may_run_inline_);
    }

    /// Without the lock: ends the calls whose handlers are of this context without them.
    void abandon(boost::asio::execution_context const* context) noexcept
    {
        for (auto const& each : all_)
            if (each.ended->context() == context)
                each.ended->abandon();
    }

private:
    struct ending
    {
        std::shared_ptr<call> ended;
        std::exception_ptr error;
        std::string result;
    };

    std::vector<ending> all_;
    bool const may_run_inline_;
};

/// Changes what there is, under the lock. If there is no memory for it, or no descriptor, all calls fail.
template <class Change>
void process_pool::locked(endings& ended, Change f) noexcept
{
    std::vector<worker> gone;
    {
        std::lock_guard guard(*lock_);
        if (closed_)
            return;
        try {
            f();
        } catch (...) {
            gone = give_up(std::current_exception(), ended);
        }
    }
    for (auto const& w : gone)
        w->process.finish();
}

/// Changes what there is, and does what comes of it.
template <class Change>
void process_pool::change(bool may_run_inline, Change f) noexcept
{
    endings ended(may_run_inline);
    locked(ended, [&] { f(ended); });
    go_on(ended);
}

} // namespace genpool::remote::detail
