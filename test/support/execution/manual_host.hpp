// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/poll_result.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <exception>
#include <optional>
#include <stdexcept>
#include <vector>

namespace genpool::test
{

/// Pulls one bound source on the calling thread: every step is the test's.
class manual_host final : public detail::source_waker
{
public:
    explicit manual_host(boost::asio::io_context& context) : strand_(boost::asio::make_strand(context)) {}

    boost::asio::any_io_executor serial_executor() override
    {
        ++executors_asked;
        if (executor_fails)
            throw std::runtime_error("no executor");
        return strand_;
    }

    void wake() noexcept override { ++wakes; }
    void abandoned() noexcept override { ++abandons; }

    /// Calls `f` where a serial source must be called; rethrows what it throws.
    template <class F>
    void in_strand(F f)
    {
        bool done = false;
        std::exception_ptr error;
        boost::asio::dispatch(strand_, [&] {
            try {
                f();
            } catch (...) {
                error = std::current_exception();
            }
            done = true;
        });
        while (!done)
            run_one();
        if (error)
            std::rethrow_exception(error);
    }

    /// Polls where the source may be polled.
    template <class Source>
    detail::poll_result poll(Source& source)
    {
        if (!source.serial())
            return source.poll();
        detail::poll_result answer{};
        in_strand([&] { answer = source.poll(); });
        return answer;
    }

    /// Starts what a parked source waits for.
    template <class Source>
    void start(Source& source)
    {
        in_strand([&] { source.start(); });
    }

    /// Runs handlers until the source reports.
    void wait(int wakes_before)
    {
        while (wakes == wakes_before && abandons == 0)
            run_one();
    }

    /// The next item, waiting for it; empty at the end.
    template <class Source>
    auto next(Source& source) -> std::optional<typename Source::value_type>
    {
        for (;;) {
            int const before = wakes;
            switch (poll(source)) {
            case detail::poll_result::value:
                return std::optional<typename Source::value_type>(source.value());
            case detail::poll_result::end:
                return std::nullopt;
            case detail::poll_result::parked:
                start(source);
                [[fallthrough]];
            case detail::poll_result::pending:
                wait(before);
            }
        }
    }

    template <class Source>
    auto all(Source& source)
    {
        std::vector<typename Source::value_type> items;
        while (auto item = next(source))
            items.push_back(*std::move(item));
        return items;
    }

    std::atomic<int> wakes{0};
    std::atomic<int> abandons{0};
    int executors_asked = 0;
    bool executor_fails = false;

private:
    boost::asio::io_context& context()
    {
        return static_cast<boost::asio::io_context&>(
            boost::asio::query(strand_.get_inner_executor(), boost::asio::execution::context));
    }

    void run_one()
    {
        context().restart();
        if (context().run_one() == 0)
            throw std::logic_error("nothing left to run: the source will never report");
    }

    boost::asio::strand<boost::asio::io_context::executor_type> strand_;
};

} // namespace genpool::test
