// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Sources that say what happens to them, on any executor and in any thread.
#pragma once

#include <genpool/generator.hpp>

#include "run.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <exception>
#include <iterator>
#include <optional>
#include <utility>

namespace genpool::proof
{

/// The source at work on one item; if that is given up, it says so.
class advancing
{
public:
    explicit advancing(run& r) : run_(&r) { r.record.add(what::advance, r.yielded); }
    advancing(advancing&& other) noexcept : run_(std::exchange(other.run_, nullptr)) {}
    advancing& operator=(advancing&&) = delete;

    ~advancing()
    {
        if (run_ != nullptr)
            run_->record.add(what::source_fail, run_->yielded, 0, 0, ending::abandoned);
    }

    /// The item; or throws, if the source is to fail.
    item yield()
    {
        auto& r = *std::exchange(run_, nullptr);
        r.meddle();
        if (r.planned.source_fails == r.yielded) {
            r.source_over = true;
            r.record.add(what::source_fail, r.yielded);
            throw source_failure();
        }
        auto const i = r.yielded++;
        r.record.add(what::pull, i);
        return item(r, i, value_of(i));
    }

    void end()
    {
        auto& r = *std::exchange(run_, nullptr);
        r.source_over = true;
        r.record.add(what::source_end, r.yielded);
    }

private:
    run* run_;
};

/// Whether the source is to end instead of yielding another item.
inline bool at_end(run const& r) noexcept
{
    return r.yielded == r.planned.items && r.planned.source_fails != r.yielded;
}

/// The items as a range.
class recorded_range
{
public:
    explicit recorded_range(run& r) : run_(&r), part_(r.record.parts_alive) {}

    class iterator
    {
    public:
        using value_type = item;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        explicit iterator(run& r) noexcept : run_(&r) {}

        item operator*() const { return advancing(*run_).yield(); }
        iterator& operator++() noexcept { return *this; }
        void operator++(int) noexcept {}

        friend bool operator==(iterator const& i, std::default_sentinel_t)
        {
            if (!at_end(*i.run_))
                return false;
            advancing(*i.run_).end();
            return true;
        }

    private:
        run* run_;
    };

    iterator begin() const noexcept { return iterator(*run_); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    run* run_;
    counted part_;
};

/// The items as a generator.
inline generator<item> generator_of(run& r)
{
    counted const part(r.record.parts_alive);
    for (;;) {
        advancing now(r);
        if (at_end(r))
            co_return now.end();
        auto next = now.yield();
        co_yield std::move(next);
    }
}

/// The items as a generator that awaits `wait()`, an operation given `asio::deferred`, before each.
template <class Wait>
generator<item> waiting_generator_of(run& r, Wait wait)
{
    counted const part(r.record.parts_alive);
    for (;;) {
        advancing now(r);
        auto operation = wait();
        co_await std::move(operation);
        if (at_end(r))
            co_return now.end();
        auto next = now.yield();
        co_yield std::move(next);
    }
}

/// The items as a generator that at its end awaits `hold()`, which must be cancelled; in between `wait()`.
template <class Wait, class Hold>
generator<item> held_generator_of(run& r, Wait wait, Hold hold)
{
    counted const part(r.record.parts_alive);
    for (;;) {
        advancing now(r);
        if (at_end(r)) {
            auto endless = hold();
            co_await std::move(endless);
            co_return now.end();
        }
        auto operation = wait();
        co_await std::move(operation);
        auto next = now.yield();
        co_yield std::move(next);
    }
}

/// The items as a user's own type with `async_next`, which waits as above; the error of `wait()` is its own.
template <class Wait>
class recorded_async_source
{
public:
    recorded_async_source(run& r, Wait wait) : run_(&r), part_(r.record.parts_alive), wait_(std::move(wait))
    {}

    template <class Token>
    auto async_next(Token&& token)
    {
        return boost::asio::async_initiate<Token, void(std::exception_ptr, std::optional<item>)>(
            [this]<class Handler>(Handler handler) {
                auto const executor = boost::asio::get_associated_executor(handler);
                auto operation = wait_();
                std::move(operation)(boost::asio::bind_executor(
                    executor, [r = run_, now = advancing(*run_), h = std::move(handler)](
                                  boost::system::error_code error) mutable { complete(*r, now, h, error); }));
            },
            token);
    }

private:
    template <class Handler>
    static void complete(run& r, advancing& now, Handler& handler, boost::system::error_code error)
    {
        if (error)
            return fail(handler, boost::system::system_error(error));
        if (at_end(r)) {
            now.end();
            return std::move(handler)(std::exception_ptr(), std::optional<item>());
        }
        std::optional<item> next;
        std::exception_ptr failure;
        try {
            next = now.yield();
        } catch (...) {
            failure = std::current_exception();
        }
        std::move(handler)(std::move(failure), std::move(next));
    }

    template <class Handler>
    static void fail(Handler& handler, boost::system::system_error const& error)
    {
        std::move(handler)(std::make_exception_ptr(error), std::optional<item>());
    }

    run* run_;
    counted part_;
    Wait wait_;
};

} // namespace genpool::proof
