// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/asio/handler_memory.hpp>

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <latch>
#include <thread>

namespace asio_handler_memory_tests
{

namespace asio = boost::asio;
using genpool::detail::handler_memory;
using genpool::detail::task_allocator;

namespace
{

bool is_inside(handler_memory const& memory, void const* p)
{
    auto const* const first = reinterpret_cast<std::byte const*>(&memory);
    std::less<void const*> const before;
    return !before(p, first) && before(p, first + sizeof memory);
}

} // namespace

BOOST_AUTO_TEST_SUITE(task_memories)

BOOST_AUTO_TEST_CASE(the_block_is_found_again)
{
    handler_memory memory;
    void* const first = memory.allocate(64);
    BOOST_TEST(is_inside(memory, first));
    memory.deallocate(first);
    void* const second = memory.allocate(100);
    BOOST_TEST(second == first);
    memory.deallocate(second);
}

BOOST_AUTO_TEST_CASE(a_second_allocation_comes_from_the_heap)
{
    handler_memory memory;
    void* const first = memory.allocate(64);
    void* const second = memory.allocate(64);
    BOOST_TEST(!is_inside(memory, second));
    memory.deallocate(first);
    void* const third = memory.allocate(64); // free again, although the second is not
    BOOST_TEST(third == first);
    memory.deallocate(second);
    memory.deallocate(third);
}

BOOST_AUTO_TEST_CASE(what_is_too_large_comes_from_the_heap_and_leaves_the_block_free)
{
    handler_memory memory;
    void* const large = memory.allocate(sizeof memory);
    BOOST_TEST(!is_inside(memory, large));
    void* const small = memory.allocate(1);
    BOOST_TEST(is_inside(memory, small));
    memory.deallocate(large);
    memory.deallocate(small);
}

BOOST_AUTO_TEST_CASE(the_block_suits_every_type)
{
    handler_memory memory;
    void* const p = memory.allocate(8);
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(p) % alignof(std::max_align_t) == 0U);
    memory.deallocate(p);
}

BOOST_AUTO_TEST_CASE(an_allocator_is_its_memory)
{
    handler_memory one;
    handler_memory other;
    task_allocator<int> const ints(one);
    task_allocator<char> chars(ints);
    BOOST_TEST((ints == chars));
    BOOST_TEST((ints != task_allocator<int>(other)));
    char* const p = chars.allocate(5);
    BOOST_TEST(is_inside(one, p));
    chars.deallocate(p, 5);
}

BOOST_AUTO_TEST_CASE(a_posted_task_is_put_into_the_block_and_frees_it_before_it_runs)
{
    asio::io_context context;
    handler_memory memory;
    bool free_at_the_call = false;
    auto const task = [&] {
        void* const p = memory.allocate(1);
        free_at_the_call = is_inside(memory, p);
        memory.deallocate(p);
    };
    asio::post(context, asio::bind_allocator(task_allocator<void>(memory), task));
    void* const while_queued = memory.allocate(1);
    BOOST_TEST(!is_inside(memory, while_queued));
    memory.deallocate(while_queued);
    context.run();
    BOOST_TEST(free_at_the_call);
}

BOOST_AUTO_TEST_CASE(two_threads_never_share_the_block)
{
    handler_memory memory;
    std::latch both(2);
    int mixed[2] = {0, 0};
    auto const use = [&](int self) {
        both.arrive_and_wait();
        for (int i = 0; i != 10'000; ++i) {
            auto* const p = static_cast<int volatile*>(memory.allocate(sizeof(int)));
            *p = self;
            mixed[self] += *p != self;
            memory.deallocate(const_cast<int*>(p));
        }
    };
    std::thread other(use, 1);
    use(0);
    other.join();
    BOOST_TEST(mixed[0] + mixed[1] == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace asio_handler_memory_tests
