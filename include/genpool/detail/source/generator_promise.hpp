// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/poll_result.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <concepts>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <memory>
#include <new>
#include <utility>

namespace genpool
{
template <class T>
class generator;
}

namespace genpool::detail
{

/// What a suspended body waits for; it lives in the coroutine's frame.
class suspension
{
public:
    /// `value` when the body may be resumed, else `pending` or `parked`, as `poll`.
    virtual poll_result check() noexcept = 0;
    /// As `start` of a bound source; the frame may be gone when it returns.
    virtual void start() noexcept = 0;
    virtual void cancel(boost::asio::cancellation_type type) = 0;

protected:
    ~suspension() = default;
};

/// The part of a generator's promise that does not know what it yields. Calls never overlap.
///
/// The body is resumed inline by `poll`. What it awaits is started by `start`, after the body has returned to
/// its resumer: an operation may complete on another thread before its initiation returns, and compilers
/// (llvm #56301) keep using the frame while `await_suspend` runs.
class generator_promise_base
{
public:
    generator_promise_base(generator_promise_base const&) = delete;
    generator_promise_base& operator=(generator_promise_base const&) = delete;

    // What the coroutine needs.
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { error_ = std::current_exception(); }

    template <class Awaited>
    auto await_transform(Awaited&& awaited)
    {
        return make_awaiter(*this, std::forward<Awaited>(awaited)); // generator_await.hpp, next.hpp
    }

    // What awaiters need.
    source_waker& host() const noexcept { return *host_; }
    boost::asio::cancellation_signal& signal() noexcept { return signal_; }
    void throw_if_cancelled() const;
    bool cancelled() const noexcept { return cancelled_; }

    void wait_for(suspension& awaited, poll_result answer) noexcept
    {
        waiting_ = &awaited;
        answer_ = answer;
    }

    // The protocol of a bound source, except that polling again after the end or a failure repeats it.
    void bind(source_waker& host) noexcept { host_ = &host; }
    void start() noexcept { waiting_->start(); }
    bool serial() const noexcept { return serial_; }
    void cancel(boost::asio::cancellation_type type) noexcept;

    poll_result poll()
    {
        if (waiting_ != nullptr) [[unlikely]] {
            answer_ = waiting_->check();
            if (answer_ != poll_result::value)
                return not_yet();
            waiting_ = nullptr;
        }
        if (frame_.done()) [[unlikely]]
            return ended();
        item_ = nullptr;
        frame_.resume();
        if (waiting_ != nullptr) [[unlikely]]
            return not_yet();
        if (item_ != nullptr) [[likely]]
            return poll_result::value;
        return ended();
    }

    void* item_address() const noexcept { return item_; }
    void destroy() noexcept { frame_.destroy(); }

protected:
    explicit generator_promise_base(std::coroutine_handle<> frame) noexcept : frame_(frame) {}
    ~generator_promise_base() = default;

    void* item_ = nullptr;

private:
    poll_result not_yet() noexcept
    {
        serial_ = serial_ || answer_ == poll_result::parked;
        return answer_;
    }

    poll_result ended() const
    {
        if (error_)
            std::rethrow_exception(error_);
        return poll_result::end;
    }

    std::coroutine_handle<> const frame_;
    suspension* waiting_ = nullptr;
    poll_result answer_ = poll_result::value;
    bool serial_ = false;
    bool cancelled_ = false;
    source_waker* host_ = nullptr;
    std::exception_ptr error_;
    boost::asio::cancellation_signal signal_;
};

/// Suspends at a `co_yield` of an lvalue, which is copied: the body may go on using what it yielded.
template <class T>
class yielded_copy : public std::suspend_always
{
public:
    explicit yielded_copy(T const& item, void*& place) : item_(item), place_(place) {}
    yielded_copy(yielded_copy const&) = delete;

    void await_suspend(std::coroutine_handle<>) noexcept { place_ = std::addressof(item_); }

private:
    T item_;
    void*& place_;
};

template <class T>
class generator_promise final : public generator_promise_base
{
    static_assert(std::move_constructible<T>, "genpool::generator<T>: T must be movable");

public:
    generator_promise() noexcept
        : generator_promise_base(std::coroutine_handle<generator_promise>::from_promise(*this))
    {}

    generator<T> get_return_object() noexcept { return generator<T>(*this); }

    std::suspend_always yield_value(T&& item) noexcept
    {
        item_ = std::addressof(item);
        return {};
    }

    yielded_copy<T> yield_value(T const& item) requires std::copy_constructible<T>
    {
        return yielded_copy<T>(item, item_);
    }

    T&& item() noexcept { return std::move(*static_cast<T*>(item_)); }

    // Compilers align a frame as `operator new` does, too little for what it holds of an over-aligned T.
    static void* operator new(std::size_t size)
    {
        if constexpr (over_aligned)
            return ::operator new(size, std::align_val_t(alignof(T)));
        else
            return ::operator new(size);
    }

    // Without the size, which clang cannot give before its version 19.
    static void operator delete(void* frame) noexcept
    {
        if constexpr (over_aligned)
            ::operator delete(frame, std::align_val_t(alignof(T)));
        else
            ::operator delete(frame);
    }

private:
    static constexpr bool over_aligned = alignof(T) > __STDCPP_DEFAULT_NEW_ALIGNMENT__;
};

/// The bound source that refers to a generator.
template <class T>
class generator_reference
{
public:
    using value_type = T;
    static constexpr bool synchronous = false;

    explicit generator_reference(generator_promise<T>* promise) noexcept : promise_(promise) {}

    void bind(source_waker& host) noexcept { promise_->bind(host); }
    poll_result poll() { return promise_->poll(); }
    value_type&& value() noexcept { return promise_->item(); }
    void start() noexcept { promise_->start(); }
    bool serial() const noexcept { return promise_->serial(); }
    void cancel() noexcept { promise_->cancel(boost::asio::cancellation_type::terminal); }

private:
    generator_promise<T>* promise_;
};

/// The bound source that owns a generator.
template <class T>
class generator_source : public generator_reference<T>
{
public:
    explicit generator_source(generator<T>&& source)
        : generator_reference<T>(source.idle_promise()), source_(std::move(source))
    {}

private:
    generator<T> source_;
};

} // namespace genpool::detail
