// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "watchdog.hpp"

#include <boost/test/tree/test_unit.hpp>

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace genpool::test
{
namespace
{

std::chrono::seconds patience()
{
    if (char const* seconds = std::getenv("GENPOOL_TEST_TIMEOUT"))
        return std::chrono::seconds(std::stol(seconds));
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return std::chrono::seconds(300);
#else
    return std::chrono::seconds(60);
#endif
}

// Only gdb knows the stacks of the other threads; where it is missing or may not attach, the name must do.
void print_stacks()
{
    std::string process = std::to_string(::getpid());
    std::string const words[] = {"timeout", "--kill-after=1",
                                 "30",      "gdb",
                                 "-nx",     "-batch",
                                 "-p",      process,
                                 "-ex",     "set print frame-arguments none",
                                 "-ex",     "thread apply all backtrace 60"};
    char* arguments[std::size(words) + 1] = {};
    for (std::size_t i = 0; i != std::size(words); ++i)
        arguments[i] = const_cast<char*>(words[i].c_str());

    ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    pid_t child = 0;
    if (::posix_spawnp(&child, arguments[0], &actions, nullptr, arguments, environ) == 0)
        ::waitpid(child, nullptr, 0);
}

} // namespace

void watchdog::test_start(boost::unit_test::counter_t, boost::unit_test::test_unit_id)
{
    patience_ = patience();
    thread_ = std::thread([this] { watch(); });
}

void watchdog::test_finish()
{
    {
        std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void watchdog::test_unit_start(boost::unit_test::test_unit const& unit)
{
    if (unit.p_type != boost::unit_test::TUT_CASE)
        return;
    std::lock_guard lock(mutex_);
    name_ = unit.full_name();
    deadline_ = clock::now() + patience_;
    changed_.notify_one();
}

void watchdog::test_unit_finish(boost::unit_test::test_unit const&, unsigned long)
{
    std::lock_guard lock(mutex_);
    deadline_.reset();
    changed_.notify_one();
}

void watchdog::watch()
{
    std::unique_lock lock(mutex_);
    while (!ended_) {
        if (!deadline_) {
            changed_.wait(lock);
        } else if (clock::now() < *deadline_) {
            changed_.wait_until(lock, *deadline_);
        } else {
            std::fprintf(stderr, "\nwatchdog: the test case %s took longer than %ld s; its threads:\n",
                         name_.c_str(), static_cast<long>(patience_.count()));
            print_stacks();
            ::_exit(124); // exit() would run destructors under threads that still use them
        }
    }
}

} // namespace genpool::test
