// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/batch.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace flow_batch_tests
{

using genpool::detail::batch;
using namespace std::chrono_literals;

namespace
{

/// A map that runs one batch after the other, each of as many items as it is told.
class runs
{
public:
    explicit runs(std::size_t largest) : batch_(largest) {}

    /// One batch, of which each call takes `call`, and each item `elsewhere` in its source and consumer.
    std::size_t run(batch::duration call, batch::duration elsewhere = {})
    {
        auto const items = static_cast<batch::duration::rep>(batch_.size());
        now_ += items * (call + elsewhere);
        delivered_ += batch_.size();
        batch_.ran(items * call, now_, delivered_);
        return batch_.size();
    }

    /// One batch that took `elapsed` and brought the consumer nothing.
    std::size_t run_undelivered(batch::duration elapsed)
    {
        now_ += elapsed;
        batch_.ran(elapsed, now_, delivered_);
        return batch_.size();
    }

    std::size_t after(int batches, batch::duration call, batch::duration elsewhere = {})
    {
        for (int i = 0; i != batches; ++i)
            run(call, elsewhere);
        return batch_.size();
    }

private:
    batch batch_;
    batch::duration now_{1h};
    std::uint64_t delivered_ = 0;
};

} // namespace

BOOST_AUTO_TEST_SUITE(batches)

BOOST_AUTO_TEST_CASE(begin_with_one_item) { BOOST_TEST(batch(256).size() == 1u); }

BOOST_AUTO_TEST_CASE(grow_to_the_largest_for_tiny_calls)
{
    BOOST_TEST(runs(256).after(10, 1ns) == 256u);
    BOOST_TEST(runs(7).after(10, 1ns) == 7u);
    BOOST_TEST(runs(1).after(10, 1ns) == 1u);
}

BOOST_AUTO_TEST_CASE(are_long_against_what_threads_exchange)
{
    for (auto const call : {100ns, 300ns, 1000ns, 3000ns}) {
        runs map(256);
        map.after(30, call);
        auto const time = static_cast<batch::duration::rep>(map.run(call)) * call;
        BOOST_TEST(time.count() >= 20'000);
        BOOST_TEST(time.count() <= 240'000);
    }
}

BOOST_AUTO_TEST_CASE(have_one_item_where_one_takes_long)
{
    BOOST_TEST(runs(256).after(10, 50us) == 1u);
    runs map(256);
    BOOST_TEST(map.after(10, 1ns) == 256u);
    BOOST_TEST(map.run(1ms) == 1u); // at once
    BOOST_TEST(map.after(10, 1ns) == 256u);
}

BOOST_AUTO_TEST_CASE(have_one_item_while_the_source_or_the_consumer_is_slow)
{
    BOOST_TEST(runs(256).after(10, 1ns, 25us) == 1u);
    BOOST_TEST(runs(256).after(10, 1ns, 15us) == 256u);
    runs map(256);
    map.after(10, 1ns);
    BOOST_TEST(map.run(1ns, 1ms) == 1u);
}

BOOST_AUTO_TEST_CASE(grow_with_the_first_items_that_are_handed_over_if_they_come_fast)
{
    runs fast(256), slow(256);
    BOOST_TEST(fast.run_undelivered(1us) == 1u);
    BOOST_TEST(fast.run(1us) == 4u);
    BOOST_TEST(slow.run_undelivered(1us) == 1u);
    BOOST_TEST(slow.run(1us, 1ms) == 1u);
}

BOOST_AUTO_TEST_CASE(do_not_grow_while_nothing_is_handed_over)
{
    runs map(256);
    for (int i = 0; i != 10; ++i)
        BOOST_TEST(map.run_undelivered(1us) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace flow_batch_tests
