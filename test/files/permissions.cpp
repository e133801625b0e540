// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/files.hpp>

#include "support/files/temporary_tree.hpp"

#include <boost/filesystem/exception.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <cstdlib>
#include <functional>
#include <grp.h>
#include <sstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace files_permissions_tests
{

namespace fs = boost::filesystem;
using boost::system::error_code;
using boost::test_tools::per_element;
using genpool::test::name_list;
using genpool::test::temporary_tree;

namespace
{

[[noreturn]] void report_as_nobody(std::function<std::string()> const& body, int pipe)
{
    uid_t const nobody = 65534;
    int status = EXIT_FAILURE;
    if (::geteuid() != 0 || (::setgroups(0, nullptr) == 0 && ::setresgid(nobody, nobody, nobody) == 0 &&
                             ::setresuid(nobody, nobody, nobody) == 0)) {
        std::string text;
        try {
            text = body();
        } catch (std::exception const& error) {
            text = error.what();
        }
        if (::write(pipe, text.data(), text.size()) == static_cast<ssize_t>(text.size()))
            status = EXIT_SUCCESS;
    }
    ::_exit(status);
}

// What `body` returns, or the text of what it throws, in a process that permissions bind: root ignores them.
name_list as_nobody(std::function<std::string()> const& body)
{
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    pid_t const child = ::fork();
    BOOST_REQUIRE(child != -1);
    if (child == 0)
        report_as_nobody(body, ends[1]);
    ::close(ends[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t size; (size = ::read(ends[0], buffer, sizeof(buffer))) > 0;)
        text.append(buffer, static_cast<std::size_t>(size));
    ::close(ends[0]);
    int status = 0;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_REQUIRE(status == 0);

    name_list lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    std::ranges::sort(lines);
    return lines;
}

struct locked_tree : temporary_tree
{
    locked_tree()
    {
        for (char const* name : {"a", "open/b", "locked/c", "listed/d", "listed/sub/e", "passed/f"})
            file(name);
        mode("locked", 0);
        mode("listed", 0644); // its names can be read, but nothing behind them
        mode("passed", 0311); // the other way round
    }

    void mode(char const* name, mode_t bits) const
    {
        BOOST_REQUIRE(::chmod((*this / name).c_str(), bits) == 0);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(files_permissions)

BOOST_AUTO_TEST_CASE(each_directory_without_permission_is_told_and_all_the_rest_is_found)
{
    locked_tree tree;
    name_list const lines = as_nobody([&] {
        std::string text;
        auto const on_error = [&](fs::path const& path, error_code error) {
            text += "! " + tree.without_root(path) + ' ' + std::to_string(error.value()) + '\n';
        };
        for (auto&& path : genpool::files(tree.root(), {.recursive = true, .on_error = on_error}))
            text += tree.without_root(path) + '\n';
        return text;
    });
    std::string const denied = ' ' + std::to_string(EACCES);
    BOOST_TEST(lines == (name_list{"! listed/sub" + denied, "! locked" + denied, "! passed" + denied, "a",
                                   "listed/d", "open/b"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(without_a_callback_the_walk_ends_with_the_first_error_and_the_count)
{
    locked_tree tree;
    name_list const lines = as_nobody([&] {
        std::string text;
        try {
            for (auto&& path : genpool::files(tree.root(), {.recursive = true}))
                text += tree.without_root(path) + '\n';
        } catch (fs::filesystem_error const& error) {
            bool const counted = std::string(error.what()).find("(and 2 more errors)") != std::string::npos;
            text += "! " + error.code().message() + (counted ? " counted" : error.what());
        }
        return text;
    });
    BOOST_TEST(lines == (name_list{"! Permission denied counted", "a", "listed/d", "open/b"}), per_element());
}

BOOST_AUTO_TEST_CASE(the_directory_given_is_unreadable)
{
    locked_tree tree;
    name_list const lines = as_nobody([&] {
        auto range = genpool::files(tree / "locked");
        return range.begin() == range.end() ? std::string("silence") : std::string("a path");
    });
    BOOST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(lines[0].find("Permission denied") != std::string::npos);
    BOOST_TEST(lines[0].find((tree / "locked").native()) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(links_into_a_directory_without_permission_are_errors)
{
    locked_tree tree;
    tree.symlink("../locked/c", "open/link");
    name_list const lines = as_nobody([&] {
        std::string text;
        auto const on_error = [&](fs::path const& path, error_code error) {
            text += "! " + tree.without_root(path) + ' ' + error.message() + '\n';
        };
        for (auto&& path : genpool::files(tree / "open", {.follow_symlinks = true, .on_error = on_error}))
            text += tree.without_root(path) + '\n';
        return text;
    });
    BOOST_TEST(lines == (name_list{"! open/link Permission denied", "open/b"}), per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_permissions_tests
