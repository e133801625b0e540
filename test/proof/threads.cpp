// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Maps by chance on real threads, from one to sixteen of them, which are stopped, cancelled, closed, dropped and left
// without their pool or consumer at any moment; what they log is judged like that of maps run by hand.
//
//     proof_threads [--runs=N] [--seconds=S] [--seed=S]   so many maps, and on for so many seconds
#include "begin.hpp"
#include "checker.hpp"
#include "counts.hpp"
#include "narrate.hpp"
#include "plans.hpp"
#include "support/event.hpp"

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
#include <exception>
#include <iterator>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace
{

using namespace genpool::proof;
namespace asio = boost::asio;

constexpr std::size_t thread_counts[] = {1, 2, 3, 4, 8, 16};

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

    asio::thread_pool& context() noexcept { return context_; }

private:
    asio::thread_pool context_{0};
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

    /// Begins, lets happen what is planned, and waits for the completion if there is to be one.
    void let_run()
    {
        on_consumer_now([this] { begin_map_in(*this); });
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
    asio::thread_pool& pool() noexcept { return pool_->context(); }
    auto consumer_executor() { return consumer_->context().get_executor(); }
    asio::cancellation_slot slot() noexcept { return signal_.slot(); }
    void read(genpool::stream<item> results)
    {
        reader_.emplace(*this, consumer_executor(), std::move(results));
    }

    friend auto turn_of_third(thread_world& w)
    {
        return [&w] { return w.turn_->async_wait(asio::deferred); };
    }
    friend auto hold_of_third(thread_world& w)
    {
        return [&w] { return w.hold_->async_wait(asio::deferred); };
    }

private:
    using time_point = asio::steady_timer::time_point;

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
        asio::post(consumer_executor(), std::move(f));
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
        record.add(row(a).logged);
        switch (a) {
        case action::stop:
            return reader_->stop();
        case action::cancel_total:
            return cancel(asio::cancellation_type::total);
        case action::cancel_partial:
            return cancel(asio::cancellation_type::partial);
        case action::cancel_terminal:
            return cancel(asio::cancellation_type::terminal);
        case action::close:
            return reader_->close();
        default:
            return reader_->drop();
        }
    }

    void cancel(asio::cancellation_type type)
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
    std::optional<asio::steady_timer> turn_{std::in_place, third_->context(), time_point::min()};
    std::optional<asio::steady_timer> hold_{std::in_place, third_->context(), time_point::max()};
    std::optional<crew> consumer_{std::in_place, place::consumer, 1};
    std::optional<crew> pool_;
    asio::cancellation_signal signal_;
    std::optional<reader<asio::thread_pool::executor_type>> reader_;
    genpool::test::event completed_;
    bool left_ = false; ///< no completion is to be expected
};

/// A plan for threads.
plan next_plan(random_plans& plans)
{
    auto p = plans.next();
    p.racing = true;
    p.inside = p.long_calls = false;
    p.happens.erase(action::destroy_third); // who awaits it must not be in the midst of that
    if (row(p.source).endless)
        p.happens.insert(action::destroy_pool);
    return p;
}

/// One map, judged.
void try_one(counts& r, std::uint64_t seed)
{
    random_plans plans(seed);
    auto const p = next_plan(plans);
    auto const threads = thread_counts[seed % std::size(thread_counts)];
    checker c;
    thread_world w(p, threads, seed);
    w.let_run();
    w.destroy();
    c.check(p, w.record);
    auto const& broken = c.check_nothing_lives(w.record);
    if (r.count(!broken.empty()))
        std::printf("%s\n%zu threads, --seed=%llu --runs=1: %s\n", narrate(w.record, broken).c_str(), threads,
                    static_cast<unsigned long long>(seed), describe(p).c_str());
}

} // namespace

int main(int argc, char** argv)
try {
    std::size_t runs = 5000;
    std::chrono::seconds seconds{0};
    std::uint64_t seed = 1;
    for (int i = 1; i < argc; ++i) {
        std::string_view const word = argv[i];
        if (word.starts_with("--runs="))
            runs = std::strtoull(argv[i] + 7, nullptr, 10);
        else if (word.starts_with("--seconds="))
            seconds = std::chrono::seconds(std::strtoull(argv[i] + 10, nullptr, 10));
        else if (word.starts_with("--seed="))
            seed = std::strtoull(argv[i] + 7, nullptr, 10);
        else
            throw std::invalid_argument("not understood: " + std::string(word));
    }
    counts r("threads");
    r.about("maps with faults, on 1 to 16 threads");
    auto const end = std::chrono::steady_clock::now() + seconds;
    for (std::size_t i = 0; i < runs || std::chrono::steady_clock::now() < end; ++i)
        try_one(r, seed + i);
    return r.exit_status();
} catch (std::exception const& e) {
    std::fprintf(stderr, "proof_threads: %s\n", e.what());
    return 2;
}
