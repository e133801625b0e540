// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../support/execution/event.hpp"
#include <genpool/detail/asio/shutdown.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace asio_shutdown_tests
{

namespace asio = boost::asio;
using genpool::detail::context_of;
using genpool::detail::leaving_contexts;
using genpool::detail::shutdown_hook;
using genpool::detail::shutdown_registration;
using genpool::detail::watch_context;
using genpool::test::event;

namespace
{

/// Counts how often it is told, and then calls a function.
class counting_hook final : public shutdown_hook
{
public:
    void context_gone() noexcept override
    {
        ++told;
        then();
    }

    int told = 0;
    std::function<void()> then = [] {};
};

/// An executor that belongs to no context.
struct homeless_executor
{
    template <class F>
    void execute(F&& f) const
    {
        std::forward<F>(f)();
    }
    bool operator==(homeless_executor const&) const noexcept = default;
};

struct fixture
{
    shutdown_registration watch(std::shared_ptr<counting_hook> const& h)
    {
        return watch_context(context->get_executor(), h);
    }

    std::optional<asio::io_context> context{std::in_place};
    std::shared_ptr<counting_hook> hook = std::make_shared<counting_hook>();
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(shutdowns, fixture)

BOOST_AUTO_TEST_CASE(a_hook_is_told_once)
{
    auto const registration = watch(hook);
    BOOST_TEST(hook->told == 0);
    context.reset();
    BOOST_TEST(hook->told == 1);
}

BOOST_AUTO_TEST_CASE(a_hook_is_not_told_when_it_is_no_longer_registered)
{
    {
        auto const registration = watch(hook);
    }
    auto registration = watch(hook);
    registration.reset();
    registration.reset();
    context.reset();
    BOOST_TEST(hook->told == 0);
}

BOOST_AUTO_TEST_CASE(a_registration_can_be_moved)
{
    auto first = watch(hook);
    shutdown_registration second(std::move(first));
    first.reset();
    shutdown_registration third;
    third = std::move(second);
    second.reset();
    context.reset();
    BOOST_TEST(hook->told == 1);
}

BOOST_AUTO_TEST_CASE(a_registration_that_is_assigned_to_lets_go_of_its_own)
{
    auto const other = std::make_shared<counting_hook>();
    auto registration = watch(hook);
    registration = watch(other);
    context.reset();
    BOOST_TEST(hook->told == 0);
    BOOST_TEST(other->told == 1);
}

BOOST_AUTO_TEST_CASE(a_hook_is_told_of_each_of_its_contexts)
{
    std::optional<asio::thread_pool> pool(std::in_place, 1);
    auto const of_context = watch(hook);
    auto const of_pool = watch_context(pool->get_executor(), hook);
    context.reset();
    BOOST_TEST(hook->told == 1);
    pool.reset();
    BOOST_TEST(hook->told == 2);
}

BOOST_AUTO_TEST_CASE(a_registration_may_outlive_its_context)
{
    auto registration = watch(hook);
    context.reset();
    registration.reset();
    BOOST_TEST(hook->told == 1);
}

BOOST_AUTO_TEST_CASE(every_hook_is_told)
{
    std::vector<std::shared_ptr<counting_hook>> hooks;
    std::vector<shutdown_registration> registrations;
    for (int i = 0; i != 5; ++i) {
        hooks.push_back(std::make_shared<counting_hook>());
        registrations.push_back(watch(hooks.back()));
    }
    context.reset();
    for (auto const& h : hooks)
        BOOST_TEST(h->told == 1);
}

BOOST_AUTO_TEST_CASE(a_hook_may_end_registrations)
{
    auto const other = std::make_shared<counting_hook>();
    shutdown_registration mine;
    shutdown_registration others;
    hook->then = other->then = [&] {
        mine.reset();
        others.reset();
    };
    mine = watch(hook);
    others = watch(other);
    context.reset();
    BOOST_TEST(hook->told + other->told == 1);
}

BOOST_AUTO_TEST_CASE(services_can_be_used_by_a_hook)
{
    std::optional strand = asio::make_strand(*context);
    auto const posted = std::make_shared<int>();
    hook->then = [&] {
        asio::post(*strand, [posted] {});
        strand.reset();
    };
    auto const registration = watch(hook);
    context.reset();
    BOOST_TEST(hook->told == 1);
    BOOST_TEST(posted.use_count() == 1); // destroyed with the context
}

BOOST_AUTO_TEST_CASE(a_context_waits_for_a_hook_whose_destruction_has_begun)
{
    struct dying_hook final : shutdown_hook
    {
        ~dying_hook()
        {
            begun.set();
            for (int i = 0; i != 1000; ++i)
                std::this_thread::yield();
            ended = true;
            registration.reset();
        }
        dying_hook(event& b, bool& e) : begun(b), ended(e) {}
        void context_gone() noexcept override { BOOST_ERROR("a hook was told in its destructor"); }

        event& begun;
        bool& ended;
        shutdown_registration registration;
    };

    event begun;
    bool ended = false; // protected by that wait alone
    auto dying = std::make_shared<dying_hook>(begun, ended);
    dying->registration = watch_context(context->get_executor(), dying);
    std::thread destroyer([d = std::move(dying)]() mutable { d.reset(); });
    begun.wait();
    context.reset();
    BOOST_TEST(ended);
    destroyer.join();
}

BOOST_AUTO_TEST_CASE(a_hook_may_destroy_the_context_in_its_destructor)
{
    struct owning_hook final : shutdown_hook
    {
        ~owning_hook()
        {
            leaving_contexts const scope;
            context.reset();
            registration.reset();
        }
        void context_gone() noexcept override { BOOST_ERROR("a hook was told in its destructor"); }

        std::unique_ptr<asio::io_context> context = std::make_unique<asio::io_context>();
        shutdown_registration registration;
    };

    auto owner = std::make_shared<owning_hook>();
    owner->registration = watch_context(owner->context->get_executor(), owner);
    std::weak_ptr<owning_hook> const watched = owner;
    owner.reset(); // the watchdog ends a wait for itself
    BOOST_TEST(watched.expired());
}

BOOST_AUTO_TEST_CASE(the_context_of_an_executor_is_found)
{
    asio::thread_pool pool(1);
    asio::execution_context* const io = &*context;
    BOOST_TEST((context_of(pool.get_executor()) == &pool));
    BOOST_TEST((context_of(context->get_executor()) == io));
    BOOST_TEST((context_of(asio::make_strand(*context)) == io));
    BOOST_TEST((context_of(asio::any_io_executor(context->get_executor())) == io));
    BOOST_TEST((context_of(asio::any_io_executor(asio::make_strand(pool))) == &pool));
    BOOST_TEST((context_of(asio::system_executor()) ==
                &asio::query(asio::system_executor(), asio::execution::context)));
    BOOST_TEST((context_of(homeless_executor()) == nullptr));

    // Asked for its context, that of a future's handler would start the threads of the system's.
    using promise_executor = asio::detail::promise_executor<int, asio::execution::blocking_t::possibly_t>;
    BOOST_TEST((context_of(promise_executor(std::make_shared<std::promise<int>>())) == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace asio_shutdown_tests
