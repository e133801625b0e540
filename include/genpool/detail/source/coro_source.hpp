// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/coro_run.hpp>
#include <genpool/detail/source/poll_result.hpp>

#include <boost/asio/experimental/coro.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace genpool::detail
{

/// The bound source of an `experimental::coro`.
template <class T, class Executor>
class coro_source
{
public:
    using value_type = T;
    static constexpr bool synchronous = false;

    explicit coro_source(boost::asio::experimental::coro<T, void, Executor>&& source)
        : run_(std::make_shared<coro_run<T, Executor>>(std::move(source)))
    {
        run_->watch();
    }

    void bind(source_waker& host) noexcept { run_->bind(host); }
    void hint(std::size_t n) noexcept { credit_ = n; }

    poll_result poll()
    {
        auto const answer = run_->poll(credit_);
        if (answer == poll_result::value && credit_ > 1)
            --credit_;
        return answer;
    }

    bool ready() const noexcept { return run_->ready(); }
    value_type&& value() noexcept { return run_->value(); }
    void start() noexcept {}
    bool serial() const noexcept { return false; }
    void cancel() noexcept { run_->stop(); }

private:
    std::shared_ptr<coro_run<T, Executor>> run_; // shared with what may outlive the map: its context's end
    std::size_t credit_ = 1;
};

} // namespace genpool::detail
