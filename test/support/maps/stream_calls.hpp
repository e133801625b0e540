// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/stream.hpp>
#include <genpool/summary.hpp>

#include "support/execution/event.hpp"
#include "support/values/describe.hpp"

#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace genpool::test
{

/// Waits, on a thread that is not the pool's, for what one `async_next` completes with.
template <class R>
class next_call
{
public:
    using item_type = typename stream<R>::value_type;

    explicit next_call(stream<R>& s)
    {
        s.async_next([this](std::exception_ptr error, std::optional<item_type> item) {
            error_ = describe(error);
            if (item)
                item_.emplace(std::move(*item));
            done_.set();
        });
    }

    next_call(next_call const&) = delete;
    next_call& operator=(next_call const&) = delete;

    bool done() { return done_.is_set(); }

    /// "ok" for an item and for the end.
    std::string error()
    {
        done_.wait();
        return error_;
    }

    std::optional<item_type> item()
    {
        done_.wait();
        return std::move(item_);
    }

private:
    event done_;
    std::string error_;
    std::optional<item_type> item_;
};

/// The next result of `s`; empty at the end and for a failure, which `error` tells.
template <class R>
auto next_of(stream<R>& s, std::string* error = nullptr)
{
    next_call<R> call(s);
    if (error)
        *error = call.error();
    return call.item();
}

/// How `s` ends: takes, and drops, the results before.
template <class R>
std::string end_of(stream<R>& s)
{
    std::string error;
    while (next_of(s, &error)) {
    }
    return error;
}

struct closed_stream
{
    std::string error;
    summary account;
};

/// Closes `s`, and waits for it.
template <class R>
closed_stream close(stream<R>& s)
{
    closed_stream result;
    event done;
    s.async_close([&](std::exception_ptr error, summary account) {
        result.error = describe(error);
        result.account = std::move(account);
        done.set();
    });
    done.wait();
    return result;
}

} // namespace genpool::test
