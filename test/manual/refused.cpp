// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// A pool that refuses what is submitted to it, as one without memory does.
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include "support/execution/held_operation.hpp"
#include "support/execution/manual_executor.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <exception>
#include <new>
#include <optional>
#include <typeinfo>

namespace manual_refused_tests
{

using namespace genpool::test;

namespace
{

/// Refuses what is submitted to any manual executor, for as long as it is there.
class refusal final : private manual_context::observer
{
public:
    refusal() noexcept { manual_context::observed_by = this; }
    ~refusal() { manual_context::observed_by = nullptr; }
    refusal(refusal const&) = delete;
    refusal& operator=(refusal const&) = delete;

private:
    void before(std::type_info const&) override { throw std::bad_alloc(); }
    void after() noexcept override {}
};

using operation = held_operation<void(std::exception_ptr)>;

/// Yields two items, then waits.
genpool::generator<std::size_t> two_and_wait(operation& awaited)
{
    co_yield 0;
    co_yield 1;
    co_await awaited.async_hold(boost::asio::deferred);
}

} // namespace

BOOST_AUTO_TEST_SUITE(refused_by_hand)

// The pool refuses the turn that is to call item 1 when the source, which has parked, is about to start its operation
// inside its strand. What it would touch is freed, so that the address sanitizer tells, and often nobody else.
BOOST_AUTO_TEST_CASE(a_source_that_the_map_has_destroyed_is_not_started)
{
    operation awaited;
    manual_context pool;
    std::optional<refusal> refuses;
    auto const call = [&](std::size_t item) {
        pool.run_one(); // item 1 is pulled
        pool.run_one(); // and the source parks
        refuses.emplace();
        return item;
    };
    {
        auto results =
            genpool::map_stream(pool, two_and_wait(awaited), call, {.concurrency = 1, .window = 3});
        pool.run_one();
        refuses.reset();
        BOOST_TEST(pool.pending() == 1u); // the strand's task
        BOOST_TEST(results.stats().pulled == 2u);
    }
    pool.run();
    BOOST_TEST(awaited.started == 0);
    BOOST_TEST(pool.outstanding_work() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace manual_refused_tests
