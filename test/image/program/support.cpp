// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "support.hpp"

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace genpool::test
{

namespace fs = boost::filesystem;

std::vector<std::string> result::lines() const
{
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const end = text.find('\n', at);
        all.push_back(text.substr(at, end - at));
        at = end == std::string::npos ? end : end + 1;
    }
    return all;
}

result::numbers result::summary() const
{
    std::vector<std::string> const all = lines();
    BOOST_REQUIRE(!all.empty());
    numbers found;
    double seconds = 0;
    double rate = 0;
    int end = 0;
    std::string const& last = all.back();
    std::sscanf(last.c_str(), "%d done, %d failed, %lf seconds, %lf images per second%n", &found.done,
                &found.failed, &seconds, &rate, &end);
    BOOST_REQUIRE(end > 0);
    if (std::string const rest = last.substr(static_cast<std::size_t>(end)); !rest.empty()) {
        int rest_end = 0;
        std::sscanf(rest.c_str(), ", %d up to date%n", &found.up_to_date, &rest_end);
        BOOST_REQUIRE(rest_end == static_cast<int>(rest.size()));
    }
    return found;
}

program::program(std::vector<std::string> arguments, std::string const& limits)
{
    auto const& suite = boost::unit_test::framework::master_test_suite();
    BOOST_REQUIRE(suite.argc >= 2);
    arguments.insert(arguments.begin(), {"/bin/sh", "-c", limits + "\nexec \"$0\" \"$@\"", suite.argv[1]});
    std::vector<char*> pointers;
    for (std::string& argument : arguments)
        pointers.push_back(argument.data());
    pointers.push_back(nullptr);

    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    ::posix_spawn_file_actions_addclose(&actions, ends[0]);
    ::posix_spawn_file_actions_addclose(&actions, ends[1]);
    BOOST_REQUIRE(::posix_spawn(&process_, pointers[0], &actions, nullptr, pointers.data(), environ) == 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
}

program::~program()
{
    ::close(output_);
    if (process_ != 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
}

void program::send(int signal) const { BOOST_REQUIRE(::kill(process_, signal) == 0); }

void program::wait_for(std::string_view text)
{
    while (text_.find(text) == std::string::npos)
        BOOST_REQUIRE(read());
}

result program::wait()
{
    while (read()) {
    }
    int status = 0;
    BOOST_REQUIRE(::waitpid(process_, &status, 0) == process_);
    process_ = 0;
    return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), text_};
}

bool program::was_killed_by(int signal)
{
    int status = 0;
    BOOST_REQUIRE(::waitpid(process_, &status, 0) == process_);
    process_ = 0;
    return WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

bool program::read()
{
    char buffer[4096];
    ssize_t const size = ::read(output_, buffer, sizeof(buffer));
    BOOST_REQUIRE(size >= 0);
    text_.append(buffer, static_cast<std::size_t>(size));
    return size != 0;
}

result run(std::vector<std::string> arguments, std::string const& limits)
{
    return program(std::move(arguments), limits).wait();
}

std::map<std::string, bytes> files_below(fs::path const& directory)
{
    std::map<std::string, bytes> found;
    for (fs::directory_entry const& entry : fs::recursive_directory_iterator(directory)) {
        if (fs::is_regular_file(entry.path()))
            found.emplace(entry.path().lexically_relative(directory).string(), contents_of(entry.path()));
    }
    return found;
}

name_list names_below(fs::path const& directory)
{
    name_list names;
    for (auto const& [name, contents] : files_below(directory))
        names.push_back(name);
    return names;
}

mounted::mounted(std::string const& source, fs::path const& to, unsigned long flags, char const* type,
                 std::string const& options)
    : to_(to), done_(::mount(source.c_str(), to.c_str(), type, flags, options.c_str()) == 0)
{
    if (!done_)
        std::fprintf(stderr, "skipped: no permission to mount %s\n", type ? type : source.c_str());
}

mounted::~mounted()
{
    if (done_)
        BOOST_TEST(::umount(to_.c_str()) == 0);
}

std::size_t number_from(char const* variable, std::size_t otherwise)
{
    char const* const value = std::getenv(variable);
    return value ? std::stoul(value) : otherwise;
}

} // namespace genpool::test
