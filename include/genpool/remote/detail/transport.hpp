// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace genpool::remote::detail
{

/// What is called, by the name that workers have for it.
struct callee
{
    std::string name;
    std::string shape;
    std::uint64_t fingerprint;
};

/// One call, as a transport sees it.
class call
{
public:
    call(std::shared_ptr<callee const> c, std::string i) noexcept : callee_(std::move(c)), item_(std::move(i))
    {}
    call(call const&) = delete;
    call& operator=(call const&) = delete;

    callee const& function() const noexcept { return *callee_; }
    std::string const& item() const noexcept { return item_; }

    /// Ends the call with an error, or with the bytes of the result. What ends it first counts, anything later does
    /// nothing. Only where it says so the handler may be called inside. No lock is held.
    virtual void complete(std::exception_ptr error, std::string result, bool may_run_inline) noexcept = 0;

    /// Ends it without its handler, whose context is being destroyed.
    virtual void abandon() noexcept = 0;

    /// The context of its handler, if it has one.
    virtual boost::asio::execution_context* context() const noexcept = 0;

    /// What the transport keeps of it, under the transport's lock.
    enum class stage : unsigned char
    {
        waiting,
        running,
        ended
    };

    stage at = stage::waiting;
    bool cancelled = false;
    unsigned attempts = 0;

protected:
    ~call() = default;

private:
    std::shared_ptr<callee const> const callee_;
    std::string const item_;
};

/// Has calls done elsewhere.
class transport
{
public:
    virtual ~transport() = default;

    /// The call ends later, never in here. An exception: it has not begun.
    virtual void start(std::shared_ptr<call> c) = 0;

    /// Ends the call as soon as it can be, never in here.
    virtual void cancel(std::shared_ptr<call> const& c) noexcept = 0;

    virtual std::size_t largest_item() const noexcept = 0;

    /// The context whose threads end calls.
    virtual boost::asio::execution_context* context() const noexcept = 0;
};

std::shared_ptr<callee const> make_callee(std::string name, std::string shape);

/// Throws `too_large`.
void check_size(transport const& t, std::string const& item);

} // namespace genpool::remote::detail
