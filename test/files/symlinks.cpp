// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/files.hpp>

#include "support/files/temporary_tree.hpp"

#include <boost/filesystem/exception.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cerrno>
#include <map>

namespace files_symlinks_tests
{

namespace fs = boost::filesystem;
using boost::test_tools::per_element;
using genpool::test::name_list;
using genpool::test::temporary_tree;

namespace
{

// Walks a tree with links followed and keeps what it yields and reports.
struct followed
{
    explicit followed(temporary_tree const& tree, std::string_view directory = ".")
        : found(tree.names(
              genpool::files(directory == "." ? tree.root() : tree / directory,
                             {.recursive = true,
                              .follow_symlinks = true,
                              .on_error = [&](fs::path const& path, boost::system::error_code error) {
                                  errors.emplace(tree.without_root(path), error.value());
                              }})))
    {}

    std::map<std::string, int> errors; // before `found`, whose initialiser fills it
    name_list found;
};

name_list not_followed(temporary_tree const& tree)
{
    return tree.names(genpool::files(tree.root(), {.recursive = true}));
}

} // namespace

BOOST_AUTO_TEST_SUITE(files_symlinks)

BOOST_AUTO_TEST_CASE(a_link_to_a_file)
{
    temporary_tree tree;
    tree.file("a.jpg");
    tree.symlink("a.jpg", "b.jpg");
    tree.symlink("b.jpg", "c.jpg");
    BOOST_TEST(not_followed(tree) == name_list{"a.jpg"}, per_element());
    followed walk(tree);
    BOOST_TEST(walk.found == (name_list{"a.jpg", "b.jpg", "c.jpg"}), per_element());
    BOOST_TEST(walk.errors.empty());
}

BOOST_AUTO_TEST_CASE(a_link_to_a_directory_elsewhere)
{
    temporary_tree elsewhere;
    elsewhere.file("sub/a");
    temporary_tree tree;
    tree.symlink(elsewhere.root().native(), "link");
    BOOST_TEST(not_followed(tree).empty());
    BOOST_TEST(followed(tree).found == name_list{"link/sub/a"}, per_element());
}

BOOST_AUTO_TEST_CASE(a_link_given_as_the_directory_is_followed_always)
{
    temporary_tree tree;
    tree.file("d/a");
    tree.symlink("d", "link");
    BOOST_TEST(tree.names(genpool::files(tree / "link")) == name_list{"link/a"}, per_element());
    BOOST_TEST(followed(tree, "link").found == name_list{"link/a"}, per_element());
}

BOOST_AUTO_TEST_CASE(only_the_directory_given_is_followed_not_those_below)
{
    temporary_tree tree;
    tree.file("d/e/a");
    tree.symlink("e", "d/link");
    tree.symlink("d", "link");
    BOOST_TEST(tree.names(genpool::files(tree / "link", {.recursive = true})) == name_list{"link/e/a"},
               per_element());
}

BOOST_AUTO_TEST_CASE(a_directory_reached_in_several_ways_is_entered_once)
{
    temporary_tree tree;
    tree.file("d/a");
    for (char const* name : {"x", "y", "z"})
        tree.symlink("d", name);
    followed walk(tree);
    BOOST_TEST(walk.found.size() == 1u);
    BOOST_TEST(walk.errors.empty());
}

BOOST_AUTO_TEST_CASE(a_directory_of_the_tree_is_entered_under_its_own_name)
{
    temporary_tree tree;
    tree.file("x/y/d/a");
    for (char const* name : {"1", "x/2", "x/y/3", "z"})
        tree.symlink((tree / "x/y/d").native(), name);
    tree.symlink("..", "x/y/d/up");
    BOOST_TEST(followed(tree).found == name_list{"x/y/d/a"}, per_element());
}

BOOST_AUTO_TEST_CASE(a_loop_ends_without_an_error)
{
    for (char const* target : {".", "..", "../d", "../../"}) {
        temporary_tree tree;
        tree.file("t/d/a");
        tree.symlink(target, "t/d/loop");
        followed walk(tree, "t");
        BOOST_TEST(walk.found == name_list{"t/d/a"}, per_element());
        BOOST_TEST(walk.errors.empty());
        BOOST_TEST(not_followed(tree) == name_list{"t/d/a"}, per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_directory_that_was_entered_before_is_closed_again)
{
    temporary_tree tree;
    tree.symlink(".", "loop");
    std::size_t const before = genpool::test::open_descriptors();
    auto range = genpool::files(tree.root(), {.recursive = true, .follow_symlinks = true});
    BOOST_TEST((range.begin() == range.end()));
    BOOST_TEST(genpool::test::open_descriptors() == before);
}

// Every way through these links is a path of its own, and there are some 10^40 that the system would open.
BOOST_AUTO_TEST_CASE(many_loops_do_not_multiply)
{
    temporary_tree tree;
    for (std::string directory : {"", "d/", "d/e/"}) {
        tree.file(directory + "file" + std::to_string(directory.size()));
        for (char const* link : {"1", "2", "3", "4", "5"})
            tree.symlink(".", directory + link);
    }
    for (char const* link : {"6", "7", "8"}) {
        tree.symlink("..", std::string("d/") + link);
        tree.symlink("../..", std::string("d/e/") + link);
    }
    followed walk(tree);
    name_list file_names;
    for (fs::path const name : walk.found)
        file_names.push_back(name.filename().native());
    std::ranges::sort(file_names);
    BOOST_TEST(file_names == (name_list{"file0", "file2", "file4"}), per_element());
    BOOST_TEST(walk.errors.empty());
}

BOOST_AUTO_TEST_CASE(a_link_to_the_parent_leads_out_of_the_directory_given)
{
    temporary_tree tree;
    tree.file("a");
    tree.file("d/b");
    tree.symlink("..", "d/up");
    BOOST_TEST(followed(tree, "d").found == (name_list{"d/b", "d/up/a"}), per_element());
}

BOOST_AUTO_TEST_CASE(links_that_lead_nowhere_are_errors)
{
    temporary_tree tree;
    tree.file("a");
    tree.symlink("missing", "dangling");
    tree.symlink("itself", "itself");
    tree.symlink("pong", "ping");
    tree.symlink("ping", "pong");
    tree.symlink("a/b", "through-a-file");
    BOOST_TEST(not_followed(tree) == name_list{"a"}, per_element());

    followed walk(tree);
    BOOST_TEST(walk.found == name_list{"a"}, per_element());
    std::map<std::string, int> const expected = {{"dangling", ENOENT},
                                                 {"itself", ELOOP},
                                                 {"ping", ELOOP},
                                                 {"pong", ELOOP},
                                                 {"through-a-file", ENOTDIR}};
    BOOST_TEST((walk.errors == expected));
}

BOOST_AUTO_TEST_CASE(links_that_could_not_be_yielded_are_not_looked_at)
{
    temporary_tree tree;
    tree.file("a.jpg");
    tree.symlink("missing", "dangling.txt");
    auto const walk = [&](bool recursive) {
        return tree.names(genpool::files(
            tree.root(), {.recursive = recursive, .extensions = {"jpg"}, .follow_symlinks = true}));
    };
    BOOST_TEST(walk(false) == name_list{"a.jpg"}, per_element());
    BOOST_CHECK_THROW(walk(true), fs::filesystem_error); // it might have been a directory
}

BOOST_AUTO_TEST_CASE(a_directory_exchanged_for_a_link_is_not_entered)
{
    temporary_tree elsewhere;
    elsewhere.file("secret");
    temporary_tree tree;
    tree.file("a");
    tree.directory("d");

    name_list errors;
    auto const on_error = [&](fs::path const& path, boost::system::error_code) {
        errors.push_back(tree.without_root(path));
    };
    auto range = genpool::files(tree.root(), {.recursive = true, .on_error = on_error});
    auto position = range.begin();
    fs::path const first = *position;
    BOOST_TEST(first.filename() == "a");
    fs::remove(tree / "d"); // listed as a directory, together with "a"
    tree.symlink(elsewhere.root().native(), "d");
    ++position;
    BOOST_TEST((position == range.end()));
    BOOST_TEST(errors == name_list{"d"}, per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_symlinks_tests
