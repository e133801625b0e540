// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/parts/push_queue.hpp>
#include <genpool/detail/source/poll_result.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// The source that takes what is pushed.
template <class T>
class push_reader
{
public:
    using value_type = T;
    static constexpr bool synchronous = false;

    explicit push_reader(std::shared_ptr<push_queue<T>> queue) : queue_(std::move(queue))
    {
        queue_->attach();
    }
    push_reader(push_reader&&) noexcept = default;
    ~push_reader()
    {
        if (queue_)
            queue_->detach();
    }

    void bind(source_waker& host) noexcept { host_ = &host; }
    poll_result poll() { return queue_->poll(item_, *host_); }
    T&& value() noexcept { return *std::move(item_); }
    void start() noexcept {}
    bool serial() const noexcept { return false; }
    void cancel() noexcept { queue_->cancel(); }

private:
    std::shared_ptr<push_queue<T>> queue_;
    std::optional<T> item_;
    source_waker* host_ = nullptr;
};

} // namespace genpool::detail
