// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/files.hpp>

#include "support/files/temporary_tree.hpp"

#include <boost/filesystem/exception.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_set>

namespace files_names_tests
{

namespace fs = boost::filesystem;
using boost::test_tools::per_element;
using genpool::test::name_list;
using genpool::test::temporary_tree;

namespace
{

// Lets the process open no more than `count` descriptors at once.
class descriptor_limit
{
public:
    explicit descriptor_limit(rlim_t count)
    {
        BOOST_REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
        set({count, before_.rlim_max});
    }
    descriptor_limit(descriptor_limit const&) = delete;
    descriptor_limit& operator=(descriptor_limit const&) = delete;
    ~descriptor_limit() { set(before_); }

private:
    static void set(rlimit const& limit) { BOOST_REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0); }

    rlimit before_;
};

// A directory in a directory, `levels` times, with a file "leaf" in each; too deep for a path from the root.
void make_deep(fs::path const& root, std::string const& name, int levels)
{
    int at = ::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int level = 0; level != levels; ++level) {
        BOOST_REQUIRE(::mkdirat(at, name.c_str(), 0755) == 0);
        int const next = ::openat(at, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        BOOST_REQUIRE(next != -1);
        ::close(at);
        at = next;
        int const leaf = ::openat(at, "leaf", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        BOOST_REQUIRE(leaf != -1);
        ::close(leaf);
    }
    ::close(at);
}

void check_deep(std::string const& name, int levels)
{
    temporary_tree tree;
    make_deep(tree.root(), name, levels);
    std::size_t count = 0;
    std::size_t longest = 0;
    {
        descriptor_limit few(64);
        for (auto&& path : genpool::files(tree.root(), {.recursive = true})) {
            ++count;
            longest = std::max(longest, path.size());
        }
    }
    std::size_t const depth = static_cast<std::size_t>(levels);
    BOOST_TEST(count == depth);
    BOOST_TEST(longest == tree.root().size() + depth * (name.size() + 1) + 5);
}

} // namespace

BOOST_AUTO_TEST_SUITE(files_names)

BOOST_AUTO_TEST_CASE(names_are_bytes)
{
    name_list odd = {" ",    "   ",     "\t",       "new\nline", "-rf",    "--",         "\xff\xfe\x80",
                     "a\\b", "?x=1",    "#",        "%04d",      "<UDIM>", "c:d",        "'quoted\"",
                     "*",    "e\u0301", "\x01\x7f", "\n",        "~",      "\u202eright"};
    odd.push_back(std::string(NAME_MAX, 'n'));
    temporary_tree tree;
    name_list expected;
    for (auto& name : odd) {
        tree.file("d/" + name);
        tree.file(name + "/f");
        expected.push_back("d/" + name);
        expected.push_back(name + "/f");
    }
    std::ranges::sort(expected);
    BOOST_TEST(tree.names(genpool::files(tree.root(), {.recursive = true})) == expected, per_element());
}

BOOST_AUTO_TEST_CASE(extensions_of_names_of_any_bytes)
{
    temporary_tree tree;
    for (char const* name : {"\xff.jpg", "new\nline.JPG", " .jpg", "x.jpg ", "x.jpg\n", "\xff"})
        tree.file(name);
    BOOST_TEST(tree.names(genpool::files(tree.root(), {.extensions = {"jpg"}})) ==
                   (name_list{" .jpg", "new\nline.JPG", "\xff.jpg"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(paths_longer_than_the_system_takes_in_one_piece)
{
    for (std::size_t length : {64u, 255u})
        check_deep(std::string(length, 'd'), static_cast<int>(2 * PATH_MAX / length));
}

BOOST_AUTO_TEST_CASE(a_directory_whose_path_is_about_as_long_as_the_limit)
{
    for (int more : {-3, -2, -1, 0, 1, 2, 3, 300, 5000}) {
        temporary_tree tree;
        int const levels = 20;
        make_deep(tree.root(), std::string(200, 'd'), levels);
        // Slashes make a path as long as one likes.
        std::size_t const length = static_cast<std::size_t>(PATH_MAX + more);
        std::string const tail = '/' + std::string(200, 'd');
        std::string root = tree.root().native();
        BOOST_REQUIRE(root.size() + tail.size() < length);
        root += std::string(length - root.size() - tail.size(), '/') + tail;
        BOOST_REQUIRE(root.size() == length);
        std::size_t count = 0;
        for (auto&& path : genpool::files(root, {.recursive = true}))
            count += path.filename() == "leaf";
        BOOST_TEST(count == static_cast<std::size_t>(levels));
    }
}

BOOST_AUTO_TEST_CASE(a_path_with_a_null_names_no_other_directory)
{
    temporary_tree tree;
    tree.file("d/f");
    auto const path = (tree.root() / "d").native() + std::string("\0e", 2);
    std::size_t count = 0;
    auto const walk = [&] {
        for (auto&& file : genpool::files(path))
            count += !file.empty();
    };
    BOOST_CHECK_EXCEPTION(walk(), boost::filesystem::filesystem_error, [&](auto const& error) {
        return error.code().value() == EINVAL && error.path1().native() == path;
    });
    BOOST_TEST(count == 0u);
}

BOOST_AUTO_TEST_CASE(two_thousand_levels_with_few_descriptors) { check_deep("0123456789", 2000); }

BOOST_AUTO_TEST_CASE(a_hundred_thousand_entries)
{
    temporary_tree tree;
    int const entries = 100'000;
    int const at = ::open(tree.root().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    // Links, for they are cheap: some file systems slow down when many files come and go.
    std::string file;
    int made = 0;
    for (int i = 0; i != entries; ++i) {
        std::string const name = std::to_string(i);
        if (i % 10'000 == 0)
            tree.file(file = name);
        made += file == name || ::linkat(at, file.c_str(), at, name.c_str(), 0) == 0;
    }
    BOOST_REQUIRE(made == entries);

    std::unordered_set<std::string> found;
    for (fs::path path : genpool::files(tree.root()))
        found.insert(tree.without_root(path));
    BOOST_TEST(found.size() == static_cast<std::size_t>(entries));
    BOOST_TEST(found.contains("0"));
    BOOST_TEST(found.contains("99999"));

    // Whoever lists everything before the first path cannot notice what is removed after it.
    auto range = genpool::files(tree.root());
    range.begin();
    for (int i = 0; i != entries; ++i)
        ::unlinkat(at, std::to_string(i).c_str(), 0);
    ::close(at);
    BOOST_TEST(std::ranges::distance(range) < entries / 10);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_names_tests
