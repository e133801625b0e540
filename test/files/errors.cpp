// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/files.hpp>

#include "support/files/temporary_tree.hpp"

#include <boost/filesystem/exception.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <optional>
#include <stdexcept>
#include <sys/stat.h>

namespace files_errors_tests
{

namespace fs = boost::filesystem;
using boost::system::error_code;
using boost::test_tools::per_element;
using genpool::test::name_list;
using genpool::test::temporary_tree;

namespace
{

// What a walk without a callback yields, and how it ends.
struct walked
{
    walked(temporary_tree const& tree, genpool::path_range range)
    {
        try {
            for (auto&& path : range)
                found.push_back(tree.without_root(path));
        } catch (fs::filesystem_error const& thrown) {
            error = thrown;
        }
        BOOST_TEST((range.begin() == range.end()));
        std::ranges::sort(found);
    }

    name_list found;
    std::optional<fs::filesystem_error> error;
};

bool contains(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

// A tree whose first sub-directories are listed when the walk yields "first", and vanish then.
struct vanishing_tree : temporary_tree
{
    vanishing_tree()
    {
        file("first");
        for (char const* name : {"kept/a", "gone1/b", "gone2/c", "gone3/d"})
            file(name);
    }

    void vanish() const
    {
        for (char const* name : {"gone1", "gone2", "gone3"})
            fs::remove_all(*this / name);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(files_errors)

BOOST_AUTO_TEST_CASE(the_directory_is_missing)
{
    temporary_tree tree;
    walked walk(tree, genpool::files(tree / "missing", {.recursive = true}));
    BOOST_TEST(walk.found.empty());
    BOOST_REQUIRE(walk.error);
    BOOST_TEST(walk.error->code() == error_code(ENOENT, boost::system::system_category()));
    BOOST_TEST(walk.error->path1() == tree / "missing");
    BOOST_TEST(contains(walk.error->what(), (tree / "missing").native()));
    BOOST_TEST(!contains(walk.error->what(), "more"));
}

BOOST_AUTO_TEST_CASE(the_directory_is_something_else)
{
    temporary_tree tree;
    tree.file("file");
    tree.symlink("file", "link");
    tree.symlink("missing", "dangling");
    BOOST_REQUIRE(::mkfifo((tree / "fifo").c_str(), 0644) == 0);
    auto const code = [&](fs::path const& directory) {
        walked walk(tree, genpool::files(directory));
        return walk.error ? walk.error->code().value() : 0;
    };
    BOOST_TEST(code(tree / "file") == ENOTDIR);
    BOOST_TEST(code(tree / "link") == ENOTDIR);
    BOOST_TEST(code(tree / "dangling") == ENOENT);
    BOOST_TEST(code(tree / "fifo") == ENOTDIR); // without waiting for somebody who writes to it
    BOOST_TEST(code("/dev/null") == ENOTDIR);
    BOOST_TEST(code("") == ENOENT);
    BOOST_TEST(code(std::string(300, 'x')) == ENAMETOOLONG);
    BOOST_TEST(code(std::string(5000, 'x')) == ENAMETOOLONG);
    BOOST_TEST(code(tree / std::string(5000, 'x')) == ENAMETOOLONG);
}

BOOST_AUTO_TEST_CASE(vanished_directories_cost_nothing_else)
{
    vanishing_tree tree;
    auto range = genpool::files(tree.root(), {.recursive = true});
    range.begin();
    tree.vanish();
    walked walk(tree, std::move(range));
    BOOST_TEST(walk.found == (name_list{"first", "kept/a"}), per_element());
    BOOST_REQUIRE(walk.error);
    BOOST_TEST(walk.error->code().value() == ENOENT);
    BOOST_TEST(walk.error->path1().filename().native().starts_with("gone"));
    BOOST_TEST(contains(walk.error->what(), "(and 2 more errors)"));
}

BOOST_AUTO_TEST_CASE(with_a_callback_each_error_is_told_and_the_end_is_an_end)
{
    vanishing_tree tree;
    name_list told;
    auto const on_error = [&](fs::path const& path, error_code error) {
        BOOST_TEST(error == boost::system::errc::no_such_file_or_directory);
        told.push_back(tree.without_root(path));
    };
    auto range = genpool::files(tree.root(), {.recursive = true, .on_error = on_error});
    range.begin();
    tree.vanish();
    walked walk(tree, std::move(range));
    BOOST_TEST(walk.found == (name_list{"first", "kept/a"}), per_element());
    BOOST_TEST(!walk.error);
    std::ranges::sort(told);
    BOOST_TEST(told == (name_list{"gone1", "gone2", "gone3"}), per_element());
}

BOOST_AUTO_TEST_CASE(of_several_errors_the_first_is_thrown)
{
    temporary_tree tree;
    for (char const* name : {"a", "b", "c"})
        tree.symlink("missing", name);
    std::vector<fs::path> told;
    auto const on_error = [&](fs::path const& path, error_code) { told.push_back(path); };
    tree.names(genpool::files(tree.root(), {.follow_symlinks = true, .on_error = on_error}));
    BOOST_REQUIRE(told.size() == 3u);

    walked walk(tree, genpool::files(tree.root(), {.follow_symlinks = true})); // finds them in the same order
    BOOST_REQUIRE(walk.error);
    BOOST_TEST(walk.error->path1() == told.front());
}

BOOST_AUTO_TEST_CASE(a_callback_that_throws_ends_the_walk)
{
    vanishing_tree tree;
    std::size_t const before = genpool::test::open_descriptors();
    {
        int calls = 0;
        auto const on_error = [&](fs::path const&, error_code) {
            ++calls;
            throw std::domain_error("enough");
        };
        auto range = genpool::files(tree.root(), {.recursive = true, .on_error = on_error});
        range.begin();
        tree.vanish();
        BOOST_CHECK_THROW(tree.names(range), std::domain_error);
        BOOST_TEST((range.begin() == range.end()));
        BOOST_TEST(calls == 1);
    }
    BOOST_TEST(genpool::test::open_descriptors() == before);
}

BOOST_AUTO_TEST_CASE(a_callback_that_throws_at_the_first_pull)
{
    auto const on_error = [](fs::path const&, error_code) { throw 7; };
    auto range = genpool::files("/missing", {.on_error = on_error});
    BOOST_CHECK_THROW(range.begin(), int);
    BOOST_TEST((range.begin() == range.end()));
}

BOOST_AUTO_TEST_CASE(a_file_that_vanishes_after_it_was_listed_is_yielded)
{
    temporary_tree tree;
    for (char const* name : {"a", "b", "c"})
        tree.file(name);
    auto range = genpool::files(tree.root());
    range.begin();
    for (char const* name : {"a", "b", "c"})
        fs::remove(tree / name);
    walked walk(tree, std::move(range));
    BOOST_TEST(walk.found == (name_list{"a", "b", "c"}), per_element());
    BOOST_TEST(!walk.error);
}

BOOST_AUTO_TEST_CASE(a_link_whose_target_vanishes_after_it_was_listed_is_an_error)
{
    temporary_tree tree;
    temporary_tree elsewhere;
    elsewhere.file("target");
    for (char const* name : {"a", "b", "c"})
        tree.symlink((elsewhere / "target").native(), name);
    auto range = genpool::files(tree.root(), {.follow_symlinks = true});
    range.begin();
    fs::remove(elsewhere / "target");
    walked walk(tree, std::move(range));
    BOOST_TEST(walk.found.size() == 1u);
    BOOST_REQUIRE(walk.error);
    BOOST_TEST(walk.error->code().value() == ENOENT);
    BOOST_TEST(contains(walk.error->what(), "(and 1 more error)"));
}

BOOST_AUTO_TEST_CASE(everything_vanishes_under_the_walk)
{
    temporary_tree tree;
    for (int i = 0; i != 100; ++i)
        tree.file(std::string("t/d") + std::to_string(i) + "/e/f");
    auto range = genpool::files(tree / "t", {.recursive = true});
    range.begin();
    fs::remove_all(tree / "t");
    walked walk(tree, std::move(range));
    BOOST_TEST(walk.found.size() == 1u);
    BOOST_REQUIRE(walk.error);
    BOOST_TEST(contains(walk.error->what(), "(and 98 more errors)")); // a directory each, but for the first
}

BOOST_AUTO_TEST_CASE(a_directory_exchanged_for_a_file_is_an_error)
{
    temporary_tree tree;
    tree.file("a");
    tree.directory("d");
    auto range = genpool::files(tree.root(), {.recursive = true});
    range.begin();
    fs::remove(tree / "d");
    tree.file("d");
    walked walk(tree, std::move(range));
    BOOST_TEST(walk.found == name_list{"a"}, per_element());
    BOOST_REQUIRE(walk.error);
    BOOST_TEST(walk.error->code().value() == ENOTDIR);
}

BOOST_AUTO_TEST_CASE(entries_that_appear_or_vanish_meanwhile_never_stop_the_walk)
{
    temporary_tree tree;
    for (int i = 0; i != 200; ++i)
        tree.file(std::string("d") + std::to_string(i % 20) + "/f" + std::to_string(i));
    std::size_t errors = 0;
    std::size_t step = 0;
    auto const on_error = [&](fs::path const&, error_code) { ++errors; };
    for (auto&& path : genpool::files(tree.root(), {.recursive = true, .on_error = on_error})) {
        fs::remove(path); // under the walk's open directory
        if (step < 1000)
            tree.file(std::string("new") + std::to_string(step) + "/g");
        ++step;
    }
    BOOST_TEST(step >= 200u);
    BOOST_TEST(errors == 0u);
}

BOOST_AUTO_TEST_CASE(several_walks_of_one_tree_do_not_disturb_each_other)
{
    temporary_tree tree;
    for (int i = 0; i != 30; ++i)
        tree.file(std::string("d") + std::to_string(i % 5) + "/f" + std::to_string(i));
    auto first = genpool::files(tree.root(), {.recursive = true});
    auto second = genpool::files(tree.root(), {.recursive = true});
    std::size_t count = 0;
    auto one = first.begin();
    for (auto other = second.begin(); one != first.end() && other != second.end(); ++one, ++other) {
        fs::path const& path = *one;
        BOOST_TEST(path == *other);
        ++count;
    }
    BOOST_TEST(count == 30u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_errors_tests
