// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "support.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace genpool::test
{
namespace
{

std::string path_of(std::string_view name)
{
    auto const& suite = boost::unit_test::framework::master_test_suite();
    for (int n = 1; n < suite.argc; ++n) {
        std::string const path = suite.argv[n];
        if (path.substr(path.rfind('/') + 1) == name)
            return path;
    }
    BOOST_FAIL("the path of " << name << " is no argument");
    return {};
}

int nameless_file()
{
    char name[] = "/tmp/genpool-XXXXXX";
    int const file = ::mkostemp(name, O_CLOEXEC);
    BOOST_REQUIRE(file != -1);
    ::unlink(name);
    return file;
}

} // namespace

tool::tool(std::string_view name, std::vector<std::string> arguments) : output_(nameless_file())
{
    arguments.insert(arguments.begin(), path_of(name));
    std::vector<char*> pointers;
    for (std::string& argument : arguments)
        pointers.push_back(argument.data());
    pointers.push_back(nullptr);

    int ends[2];
    BOOST_REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, output_, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    BOOST_REQUIRE(::posix_spawn(&process_, pointers[0], &actions, nullptr, pointers.data(), environ) == 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    errors_ = ends[0];
}

tool::~tool()
{
    ::close(errors_);
    ::close(output_);
    if (process_ != 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
}

void tool::send(int signal) const { BOOST_REQUIRE(::kill(process_, signal) == 0); }

std::string tool::wait_for(std::string_view text)
{
    std::size_t at;
    while ((at = text_.find(text, seen_)) == std::string::npos)
        BOOST_REQUIRE_MESSAGE(read(), "no \"" << text << "\" in: " << text_);
    std::string const found = text_.substr(seen_, at + text.size() - seen_);
    seen_ = at + text.size();
    return found;
}

tool_result tool::wait()
{
    while (read()) {
    }
    int status = 0;
    BOOST_REQUIRE(::waitpid(process_, &status, 0) == process_);
    process_ = 0;
    tool_result result{WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), {}, text_};
    char buffer[4096];
    ::lseek(output_, 0, SEEK_SET);
    for (ssize_t size; (size = ::read(output_, buffer, sizeof(buffer))) > 0;)
        result.output.append(buffer, static_cast<std::size_t>(size));
    return result;
}

bool tool::read()
{
    char buffer[4096];
    ssize_t const size = ::read(errors_, buffer, sizeof(buffer));
    BOOST_REQUIRE(size >= 0);
    text_.append(buffer, static_cast<std::size_t>(size));
    return size != 0;
}

tool_result run_tool(std::string_view name, std::vector<std::string> arguments)
{
    return tool(name, std::move(arguments)).wait();
}

void check_usage(std::string_view name, std::vector<std::string> const& wrong, std::string_view value)
{
    tool_result const help = run_tool(name, {"--help"});
    BOOST_TEST(help.status == 0);
    BOOST_TEST(help.errors == "");
    BOOST_TEST(help.output.starts_with("Usage: " + std::string(name) + ' '));
    BOOST_TEST(help.output.find("Exit status:") != std::string::npos);
    BOOST_TEST(std::ranges::count(help.output, '\n') <= 50);
    for (std::size_t at = 0; at < help.output.size();) {
        std::size_t const end = help.output.find('\n', at);
        BOOST_TEST(end - at <= 90u);
        at = end + 1;
    }
    tool_result const refused = run_tool(name, wrong);
    BOOST_TEST(refused.status == 2);
    BOOST_TEST(refused.output == "");
    BOOST_TEST(refused.errors.starts_with(std::string(name) + ": "));
    BOOST_TEST(refused.errors.find(value) != std::string::npos);
    BOOST_TEST(refused.errors.ends_with("Try " + std::string(name) + " --help\n"));
}

} // namespace genpool::test
