// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/remote/detail/transport.hpp>

#include <boost/asio/execution_context.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace genpool::remote::detail
{

/// Calls that end when the lock of their pool has been left.
class endings
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

} // namespace genpool::remote::detail
