// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Everything that may be called, at any moment: from handlers and other threads, while what it needs is being destroyed.
#include "remote/workers.hpp"
#include "support/program/sanitized.hpp"
#include <genpool/remote/cluster.hpp>
#include <genpool/remote/processes.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace remote_any_moment_tests
{

using namespace genpool::remote;
using namespace genpool::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

/// Counts what becomes of the calls of one round.
struct ledger
{
    std::atomic<int> begun = 0;
    std::atomic<int> called = 0;
    std::atomic<int> alive = 0;
};

/// Is one more while it, or a copy, lives.
class counted_in
{
public:
    explicit counted_in(std::shared_ptr<ledger> l) : ledger_(std::move(l)) { ++ledger_->alive; }
    counted_in(counted_in const& other) : ledger_(other.ledger_) { ++ledger_->alive; }
    counted_in(counted_in&& other) noexcept : ledger_(other.ledger_) { ++ledger_->alive; }
    counted_in& operator=(counted_in const&) = delete;
    ~counted_in() { --ledger_->alive; }

    ledger& operator*() const noexcept { return *ledger_; }

private:
    std::shared_ptr<ledger> ledger_;
};

/// One transport, on a context with two threads, and calls from there and from a context of their own, during which
/// everything goes, in an order that the seed says.
template <class Transport, class Options>
class round
{
    using function = remote_function<int(int)>;

public:
    round(Options const& options, unsigned seed)
        : random_(seed), ledger_(std::make_shared<ledger>()), own_(std::make_unique<asio::thread_pool>(2)),
          other_(std::make_unique<asio::thread_pool>(1)),
          transport_(std::make_shared<Transport>(*own_, options))
    {}

    void run()
    {
        {
            function const f = transport_->template function<int(int)>("sleeps");
            for (int n = 0; n != 12; ++n)
                begin(n % 3 == 0 ? other_->get_executor() : own_->get_executor(), f, n);
            std::this_thread::sleep_for(std::chrono::microseconds(random_() % 60'000));
            std::thread looks([t = std::weak_ptr(transport_)] {
                for (int i = 0; i != 100; ++i)
                    if (auto const there = t.lock())
                        there->stats();
            });
            emit();
            std::vector<int> order{0, 1, 2};
            std::shuffle(order.begin(), order.end(), random_);
            looks.join(); // it must not be the last to have it
            for (int const which : order)
                destroy(which);
            late(f);
        }
        own_.reset();
        other_.reset();
    }

    int begun() const { return ledger_->begun; }
    int called() const { return ledger_->called; }
    int alive() const { return ledger_->alive; }

private:
    /// A call whose handler makes another one, and looks.
    template <class Executor>
    void begin(Executor const& executor, function f, int n)
    {
        auto const strand = asio::make_strand(executor);
        auto const signal = std::make_shared<asio::cancellation_signal>();
        signals_.push_back([strand, signal] {
            asio::dispatch(strand, [signal] { signal->emit(asio::cancellation_type::terminal); });
        });
        ++ledger_->begun;
        // A function outlives its transport; the transport itself is destroyed by a handler now and then.
        auto keeps = n == 1 ? transport_ : nullptr;
        asio::dispatch(strand, [f, n, strand, signal, keeps, mark = counted_in(ledger_)]() mutable {
            auto again = [f, mark]() -> asio::awaitable<void> {
                co_await f(0);
                co_await f(1);
            };
            auto first = [f, n]() -> asio::awaitable<void> { co_await f(n % 4 * 10); };
            asio::co_spawn(strand, std::move(first),
                           asio::bind_cancellation_slot(signal->slot(), [strand, signal, again, mark,
                                                                         keeps](std::exception_ptr) mutable {
                               ++(*mark).called;
                               if (keeps)
                                   keeps->stats();
                               keeps.reset();
                               asio::co_spawn(strand, std::move(again), asio::detached);
                           }));
        });
    }

    /// Cancels some.
    void emit()
    {
        for (auto const& each : signals_)
            if (random_() % 3 == 0)
                each();
        signals_.clear(); // before what they run on
    }

    void destroy(int which)
    {
        if (random_() % 2 == 0)
            std::this_thread::sleep_for(std::chrono::microseconds(random_() % 2000));
        if (which == 0)
            transport_.reset();
        else if (which == 1)
            end(own_);
        else
            end(other_);
    }

    /// With what is still to be done, or without.
    void end(std::unique_ptr<asio::thread_pool>& pool)
    {
        if (random_() % 2 == 0 && !transport_)
            pool->join();
        pool.reset();
    }

    /// Calls of what is there no more.
    void late(function const& f)
    {
        asio::io_context io;
        BOOST_CHECK_THROW(genpool::test::call(io, f, 1), boost::system::system_error);
    }

    std::mt19937 random_;
    std::shared_ptr<ledger> const ledger_;
    std::unique_ptr<asio::thread_pool> own_;
    std::unique_ptr<asio::thread_pool> other_;
    std::shared_ptr<Transport> transport_;
    std::vector<std::function<void()>> signals_;
};

template <class Transport, class Options>
void run_rounds(Options const& options, int rounds)
{
    for (int i = 0; i != rounds; ++i) {
        round<Transport, Options> one(options, static_cast<unsigned>(i));
        one.run();
        BOOST_TEST(one.called() <= one.begun());
        BOOST_TEST(one.alive() == 0, "round " << i << ": " << one.alive() << " handlers are left");
        if (std::is_same_v<Transport, processes>)
            BOOST_TEST(children() == 0U);
    }
}

BOOST_AUTO_TEST_SUITE(remote_any_moment)

BOOST_AUTO_TEST_CASE(of_workers_of_this_machine)
{
    auto options = one_worker();
    options.count = 2;
    options.stop_time = 20ms;
    run_rounds<processes>(options, sanitized ? 20 : 60);
}

BOOST_AUTO_TEST_CASE(of_a_cluster, *boost::unit_test::precondition(there_is_nats))
{
    nats_server const server;
    auto const worker = start_worker(server.url());
    run_rounds<cluster>(cluster_options{.url = server.url(), .lease = 1s}, sanitized ? 4 : 20);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_any_moment_tests
