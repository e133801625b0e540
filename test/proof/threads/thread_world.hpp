// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps on real threads, which are stopped, cancelled, closed, dropped and left without their pool or consumer at any
// moment.
#pragma once

#include "proof/support/consumers.hpp"
#include "proof/support/counts.hpp"
#include "proof/support/narrate.hpp"
#include "proof/support/plan.hpp"
#include "proof/support/run.hpp"
#include "proof/support/tables.hpp"
#include "support/execution/event.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <random>
#include <thread>
#include <utility>
#include <vector>

namespace genpool::proof
{

inline constexpr std::size_t thread_counts[] = {1, 2, 3, 4, 8, 16};

/// A context with threads that log where they are.
class crew
{
public:
    crew(place where, std::size_t threads)
    {
        for (std::size_t i = 0; i != threads; ++i)
            threads_.emplace_back([this, where] {
                running_at const here(where);
                context_.attach();
            });
    }

    ~crew() { stop(); }

    /// Lets what runs come to its end; nothing else begins.
    void stop()
    {
        context_.stop();
        threads_.clear();
    }

    boost::asio::thread_pool& context() noexcept { return context_; }

private:
    boost::asio::thread_pool context_{0};
    std::vector<std::jthread> threads_;
};

/// A map and everything that it needs, on threads.
class thread_world final : public run
{
public:
    thread_world(plan const& p, std::size_t threads, std::uint64_t seed)
        : run(p), random_(seed), pool_(std::in_place, place::pool, threads)
    {}

    ~thread_world() { destroy(); }

    /// Begins by calling `begin()`, lets happen what is planned, and waits for the completion if there is to be one.
    template <class F>
    void let_run(F begin)
    {
        on_consumer_now(begin);
        std::vector<action> acts;
        for (auto const& a : action_table)
            if (planned.happens.contains(a.kind))
                acts.push_back(a.kind);
        std::shuffle(acts.begin(), acts.end(), random_);
        for (auto const a : acts) {
            pause();
            act(a);
        }
        auto const limit = std::chrono::steady_clock::now() + patience;
        while (!left_ && !completed_.is_set()) {
            if (std::chrono::steady_clock::now() > limit)
                give_up();
            nudge();
        }
    }

    /// Destroys what is left, in an order that changes from run to run.
    void destroy()
    {
        if (pool_ && random_() % 2 == 0)
            destroy_pool();
        if (consumer_)
            destroy_consumer();
        if (reader_)
            reader_->drop();
        pool_.reset();
        turn_.reset();
        hold_.reset();
        third_.reset();
    }

    // For what runs here.
    boost::asio::thread_pool& pool() noexcept { return pool_->context(); }
    auto consumer_executor() { return consumer_->context().get_executor(); }
    auto third_executor() { return third_->context().get_executor(); }
    boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }
    void read(genpool::stream<item> results)
    {
        reader_.emplace(*this, consumer_executor(), std::move(results));
    }

    friend auto turn_of_third(thread_world& w)
    {
        return [&w] { return w.turn_->async_wait(boost::asio::deferred); };
    }
    friend auto hold_of_third(thread_world& w)
    {
        return [&w] { return w.hold_->async_wait(boost::asio::deferred); };
    }

private:
    using time_point = boost::asio::steady_timer::time_point;

    /// In the source, a call or the callback: by chance, another thread has its turn.
    void meddle() override
    {
        auto const mixed = (seams_.fetch_add(1, std::memory_order_relaxed) + random_seed_) * golden;
        if (mixed >> 61 == 0)
            std::this_thread::yield();
    }

    void completed() override { completed_.set(); }

    /// What uses objects that are not safe to be shared happens there.
    template <class F>
    void on_consumer(F f)
    {
        boost::asio::post(consumer_executor(), std::move(f));
    }

    template <class F>
    void on_consumer_now(F f)
    {
        genpool::test::event done;
        on_consumer([&] {
            f();
            done.set();
        });
        done.wait();
    }

    void pause()
    {
        for (auto turns = random_() % 64; turns != 0; --turns)
            nudge();
    }

    /// A slow reader is told to go on.
    void nudge()
    {
        if (planned.consumer == consumer_kind::slow_next && consumer_)
            on_consumer([this] {
                if (reader_ && reader_->wants_to_ask())
                    reader_->ask();
            });
        std::this_thread::yield();
    }

    void act(action a)
    {
        if (a == action::destroy_pool)
            return destroy_pool();
        if (!consumer_)
            return;
        if (a == action::destroy_consumer) {
            left_ = true;
            record.add(what::destroy_consumer);
            return destroy_consumer();
        }
        left_ = left_ || a == action::drop;
        on_consumer_now([this, a] { act_there(a); });
    }

    void act_there(action a)
    {
        if (a == action::close && !reader_->can_close())
            return;
        if (a == action::look)
            return reader_->look();
        record.add(row(a).logged);
        switch (a) {
        case action::take:
            return reader_->take_one();
        case action::stop:
            return reader_->stop();
        case action::narrow:
            return reader_->limit(1, 1);
        case action::widen:
            return reader_->limit(planned.concurrency, planned.window);
        case action::drain:
            return reader_->drain();
        case action::cancel_total:
            return cancel(boost::asio::cancellation_type::total);
        case action::cancel_partial:
            return cancel(boost::asio::cancellation_type::partial);
        case action::cancel_terminal:
            return cancel(boost::asio::cancellation_type::terminal);
        case action::close:
            return reader_->close();
        default:
            return reader_->drop();
        }
    }

    void cancel(boost::asio::cancellation_type type)
    {
        if (reader_)
            reader_->cancel(type);
        else
            signal_.emit(type);
    }

    /// What hangs cannot be destroyed.
    [[noreturn]] void give_up()
    {
        std::printf("%s\nno completion within %d s: %s\n", narrate(record, {}).c_str(),
                    static_cast<int>(patience.count()), describe(planned).c_str());
        std::fflush(stdout);
        std::abort();
    }

    void destroy_pool()
    {
        record.add(what::destroy_pool);
        pool_.reset();
    }

    void destroy_consumer()
    {
        consumer_->stop();
        if (reader_)
            reader_->leave();
        consumer_.reset();
    }

    static constexpr std::chrono::seconds patience{60};
    static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15u; // 2^64 divided by the golden ratio

    std::minstd_rand random_;
    std::uint64_t const random_seed_ = random_();
    std::atomic<std::uint64_t> seams_{0};
    std::optional<crew> third_{std::in_place, place::third, 1};
    std::optional<boost::asio::steady_timer> turn_{std::in_place, third_->context(), time_point::min()};
    std::optional<boost::asio::steady_timer> hold_{std::in_place, third_->context(), time_point::max()};
    std::optional<crew> consumer_{std::in_place, place::consumer, 1};
    std::optional<crew> pool_;
    boost::asio::cancellation_signal signal_;
    std::optional<reader<boost::asio::thread_pool::executor_type>> reader_;
    genpool::test::event completed_;
    bool left_ = false; ///< no completion is to be expected
};

/// A plan by chance, for threads.
plan plan_for_threads(std::uint64_t seed);

/// Begins what is planned.
void begin_map(thread_world& w);

/// One map, begun by `begin` on as many threads as the seed says; judged and counted.
void try_on_threads(counts& r, plan const& p, std::uint64_t seed,
                    std::function<void(thread_world&)> const& begin = begin_map);

} // namespace genpool::proof
