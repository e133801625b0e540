// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../support/values/describe.hpp"
#include <genpool/detail/asio/post_attempt.hpp>

#include <boost/test/unit_test.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

namespace asio_post_attempt_tests
{

using genpool::detail::post_attempt;
using genpool::test::describe;

namespace
{

/// What is submitted: its destructor asks whether it was refused, as a task of the library does.
class task
{
public:
    task(void const* what, bool& was_refused) : what_(what), was_refused_(was_refused) {}
    ~task() { was_refused_ = post_attempt::refused(what_); }
    task(task const&) = delete;
    task& operator=(task const&) = delete;

private:
    void const* what_;
    bool& was_refused_;
};

struct fixture
{
    int calls = 0;
    std::exception_ptr error;
    int what = 0;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(submissions, fixture)

BOOST_AUTO_TEST_CASE(what_is_taken_is_submitted_once)
{
    post_attempt s(&what);
    bool const taken = s.attempt([&] { return ++calls > 0; }, error);
    BOOST_TEST(taken);
    BOOST_TEST(calls == 1);
    BOOST_TEST(describe(error) == "ok");
}

BOOST_AUTO_TEST_CASE(what_throws_once_is_submitted_again)
{
    post_attempt s(&what);
    auto const submit = [&] {
        if (++calls == 1)
            throw std::runtime_error("a passing failure");
        return true;
    };
    BOOST_TEST(s.attempt(submit, error));
    BOOST_TEST(calls == 2);
    BOOST_TEST(describe(error) == "ok");
}

BOOST_AUTO_TEST_CASE(what_always_throws_is_given_up_with_the_last_exception)
{
    post_attempt s(&what);
    auto const submit = [&]() -> bool { throw std::runtime_error("failure " + std::to_string(++calls)); };
    BOOST_TEST(!s.attempt(submit, error));
    BOOST_TEST(calls == 3);
    BOOST_TEST(describe(error) == "failure 3");
}

BOOST_AUTO_TEST_CASE(who_submits_may_give_up_at_once)
{
    post_attempt s(&what);
    BOOST_TEST(!s.attempt([&] { return ++calls == 0; }, error));
    BOOST_TEST(calls == 1);
    BOOST_TEST(describe(error) == "ok");
}

BOOST_AUTO_TEST_CASE(what_is_destroyed_in_its_submission_was_refused)
{
    post_attempt s(&what);
    bool refused = false;
    auto const drop_at_first = [&] {
        if (++calls == 1)
            task(&what, refused);
        return true;
    };
    BOOST_TEST(s.attempt(drop_at_first, error));
    BOOST_TEST(refused);
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(what_is_always_refused_is_given_up)
{
    post_attempt s(&what);
    bool refused = false;
    auto const drop = [&] {
        ++calls;
        task(&what, refused);
        return true;
    };
    BOOST_TEST(!s.attempt(drop, error));
    BOOST_TEST(calls == 3);
    BOOST_TEST(describe(error) == "ok");
}

BOOST_AUTO_TEST_CASE(what_is_destroyed_at_another_time_was_not_refused)
{
    bool refused = true;
    task(&what, refused);
    BOOST_TEST(!refused);
    {
        post_attempt s(&what);
    }
    task(&what, refused);
    BOOST_TEST(!refused);
}

BOOST_AUTO_TEST_CASE(another_task_destroyed_in_the_submission_was_not_refused)
{
    post_attempt s(&what);
    int other = 0;
    bool refused = true;
    auto const drop_the_other = [&] {
        ++calls;
        task(&other, refused);
        return true;
    };
    BOOST_TEST(s.attempt(drop_the_other, error));
    BOOST_TEST(!refused);
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(another_threads_task_was_not_refused)
{
    post_attempt s(&what);
    bool refused = true;
    auto const drop_elsewhere = [&] {
        ++calls;
        std::thread([&] { task(&what, refused); }).join();
        return true;
    };
    BOOST_TEST(s.attempt(drop_elsewhere, error));
    BOOST_TEST(!refused);
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(submissions_nest)
{
    post_attempt s(&what);
    int inner_calls = 0;
    bool refused = false;
    auto const submit = [&] {
        ++calls;
        int inner_what = 0;
        post_attempt inner(&inner_what);
        std::exception_ptr inner_error;
        auto const drop = [&] {
            ++inner_calls;
            bool inner_refused = false;
            task(&inner_what, inner_refused);
            return true;
        };
        return !inner.attempt(drop, inner_error);
    };
    BOOST_TEST(s.attempt(submit, error)); // only the inner one was refused
    BOOST_TEST(calls == 1);
    BOOST_TEST(inner_calls == 3);

    auto const drop_after_an_inner_one = [&] {
        submit();
        task(&what, refused);
        return true;
    };
    BOOST_TEST(!s.attempt(drop_after_an_inner_one, error));
    BOOST_TEST(refused);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace asio_post_attempt_tests
