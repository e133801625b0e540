// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/files.hpp>

#include "support/files/temporary_tree.hpp"
#include "support/files/working_directory.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

namespace files_walk_tests
{

namespace fs = boost::filesystem;
using boost::test_tools::per_element;
using genpool::test::name_list;
using genpool::test::temporary_tree;
using genpool::test::working_directory;

namespace
{

void make_socket(fs::path const& path)
{
    int const listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    BOOST_REQUIRE(path.size() < sizeof(address.sun_path));
    std::memcpy(address.sun_path, path.c_str(), path.size());
    BOOST_REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    ::close(listener);
}

} // namespace

BOOST_AUTO_TEST_SUITE(files)

BOOST_AUTO_TEST_CASE(yields_the_files_of_one_directory_by_default)
{
    temporary_tree tree;
    tree.file("a.jpg");
    tree.file("b");
    tree.file("sub/c.jpg");
    BOOST_TEST(tree.names(genpool::files(tree.root())) == (name_list{"a.jpg", "b"}), per_element());
}

BOOST_AUTO_TEST_CASE(enters_sub_directories_when_recursive)
{
    temporary_tree tree;
    for (char const* name : {"a", "b/c", "b/d/e", "b/d/f", "g/h/i/j"})
        tree.file(name);
    tree.directory("empty/emptier");
    BOOST_TEST(tree.names(genpool::files(tree.root(), {.recursive = true})) ==
                   (name_list{"a", "b/c", "b/d/e", "b/d/f", "g/h/i/j"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(an_empty_directory_has_no_files)
{
    temporary_tree tree;
    auto range = genpool::files(tree.root(), {.recursive = true});
    BOOST_TEST((range.begin() == range.end()));
}

BOOST_AUTO_TEST_CASE(a_directory_comes_before_its_sub_directories)
{
    temporary_tree tree;
    for (char const* name : {"a/1", "b", "c/2", "d", "e/3"})
        tree.file(name);
    std::vector<std::size_t> depths;
    for (auto&& path : genpool::files(tree.root(), {.recursive = true}))
        depths.push_back(static_cast<std::size_t>(std::ranges::count(tree.without_root(path), '/')));
    BOOST_TEST(depths == (std::vector<std::size_t>{0, 0, 1, 1, 1}), per_element());
}

BOOST_AUTO_TEST_CASE(paths_begin_with_the_directory_as_it_was_given)
{
    temporary_tree tree;
    tree.file("d/e/f");
    working_directory there(tree.root());
    for (char const* directory : {"d", "d/", "./d", "d//", "d/../d"}) {
        std::string const slash = std::string(directory).ends_with('/') ? "" : "/";
        BOOST_TEST(tree.names(genpool::files(directory, {.recursive = true})) ==
                       name_list{directory + slash + "e/f"},
                   per_element());
    }
    BOOST_TEST(tree.names(genpool::files(".", {.recursive = true})) == name_list{"./d/e/f"}, per_element());
}

BOOST_AUTO_TEST_CASE(the_root_of_the_system_gets_no_second_slash)
{
    auto const ignore = [](fs::path const&, boost::system::error_code) {};
    auto range = genpool::files("/", {.recursive = true, .hidden = true, .on_error = ignore});
    fs::path const first = *range.begin();
    BOOST_TEST(first.native().substr(0, 2).find_last_of('/') == 0u);
    BOOST_TEST(fs::is_regular_file(first));
}

BOOST_AUTO_TEST_CASE(extensions_count_in_either_case_with_and_without_their_dot)
{
    temporary_tree tree;
    for (char const* name : {"a.jpg", "b.JPG", "c.jPeG", "d.png", "e.jpgx", "f.xjpg", "jpg", "gjpg",
                             "h.jpg.bak", "i.tar.gz", "j.gz", "k.", "l.\xc3\x84", "m.jpg.jpg"})
        tree.file(name);
    auto const with = [&](std::vector<std::string> extensions) {
        return tree.names(genpool::files(tree.root(), {.extensions = std::move(extensions)}));
    };
    BOOST_TEST(with({"jpg"}) == (name_list{"a.jpg", "b.JPG", "m.jpg.jpg"}), per_element());
    BOOST_TEST(with({".Jpg", "JPEG"}) == (name_list{"a.jpg", "b.JPG", "c.jPeG", "m.jpg.jpg"}), per_element());
    BOOST_TEST(with({".tar.gz"}) == name_list{"i.tar.gz"}, per_element());
    BOOST_TEST(with({"gz"}) == (name_list{"i.tar.gz", "j.gz"}), per_element());
    BOOST_TEST(with({"\xc3\x84"}) == name_list{"l.\xc3\x84"}, per_element());
    BOOST_TEST(with({"\xc3\xa4"}).empty()); // only ASCII has cases
}

BOOST_AUTO_TEST_CASE(a_name_that_is_only_an_extension_has_none)
{
    temporary_tree tree;
    tree.file(".jpg");
    tree.file("..jpg");
    BOOST_TEST(tree.names(genpool::files(tree.root(), {.extensions = {"jpg"}, .hidden = true})) ==
                   name_list{"..jpg"},
               per_element());
}

BOOST_AUTO_TEST_CASE(extensions_do_not_keep_directories_out)
{
    temporary_tree tree;
    tree.file("photos/a.jpg");
    tree.file("photos.png/b.jpg");
    tree.file("photos.png/c.png");
    BOOST_TEST(tree.names(genpool::files(tree.root(), {.recursive = true, .extensions = {"jpg"}})) ==
                   (name_list{"photos.png/b.jpg", "photos/a.jpg"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_an_extension_is_refused_by_name)
{
    for (std::string const bad : {"", ".", "..", "*.jpg", "*", "a/b"}) {
        BOOST_CHECK_EXCEPTION(genpool::files(".", {.extensions = {"jpg", bad}}), std::invalid_argument,
                              [&](std::exception const& error) {
                                  return std::string(error.what()).find('"' + bad + '"') != std::string::npos;
                              });
    }
}

BOOST_AUTO_TEST_CASE(hidden_files_and_directories_are_yielded_only_on_demand)
{
    temporary_tree tree;
    for (char const* name : {"a", ".b", ".c/d", "e/.f", "..g", "...", "e/.h/.i"})
        tree.file(name);
    BOOST_TEST(tree.names(genpool::files(tree.root(), {.recursive = true})) == name_list{"a"}, per_element());
    BOOST_TEST(tree.names(genpool::files(tree.root(), {.recursive = true, .hidden = true})) ==
                   (name_list{"...", "..g", ".b", ".c/d", "a", "e/.f", "e/.h/.i"}),
               per_element());
    BOOST_TEST(tree.names(genpool::files(tree / ".c")) == name_list{".c/d"}, per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_regular_file_is_never_yielded)
{
    temporary_tree tree;
    tree.file("file.jpg");
    tree.directory("directory.jpg");
    BOOST_REQUIRE(::mkfifo((tree / "fifo.jpg").c_str(), 0644) == 0);
    make_socket(tree / "socket.jpg");
    dev_t const null = ::makedev(1, 3);
    if (::mknod((tree / "device.jpg").c_str(), S_IFCHR | 0666, null) != 0)
        BOOST_TEST_MESSAGE("devices cannot be made here: " << std::strerror(errno));
    tree.symlink("fifo.jpg", "link-to-fifo.jpg");
    tree.symlink("/dev/zero", "link-to-zero.jpg");

    for (bool follow : {false, true})
        BOOST_TEST(tree.names(genpool::files(tree.root(), {.recursive = true, .follow_symlinks = follow})) ==
                       name_list{"file.jpg"},
                   per_element());
}

BOOST_AUTO_TEST_CASE(nothing_is_opened_before_the_first_pull)
{
    temporary_tree tree;
    std::size_t const before = genpool::test::open_descriptors();
    auto range = genpool::files(tree / "later");
    BOOST_TEST(genpool::test::open_descriptors() == before);
    tree.file("later/a");
    BOOST_TEST(tree.names(range) == name_list{"later/a"}, per_element());
}

BOOST_AUTO_TEST_CASE(one_descriptor_is_open_while_walking_and_none_after_it)
{
    temporary_tree tree;
    for (int i = 0; i != 50; ++i)
        tree.file(std::string("d") + std::to_string(i) + "/e/f/g");
    std::size_t const before = genpool::test::open_descriptors();
    for (bool follow : {false, true}) {
        auto range = genpool::files(tree.root(), {.recursive = true, .follow_symlinks = follow});
        for (auto&& path : range) {
            BOOST_TEST(path.filename() == "g");
            BOOST_TEST(genpool::test::open_descriptors() == before + 1);
        }
        BOOST_TEST(genpool::test::open_descriptors() == before); // though the range lives
    }
}

BOOST_AUTO_TEST_CASE(a_walk_given_up_early_closes_what_it_had_open)
{
    temporary_tree tree;
    for (int i = 0; i != 10; ++i)
        tree.file(std::string("d") + std::to_string(i) + "/f");
    std::size_t const before = genpool::test::open_descriptors();
    for (int pulls = 0; pulls != 10; ++pulls) {
        auto range = genpool::files(tree.root(), {.recursive = true});
        auto position = range.begin();
        for (int i = 0; i != pulls; ++i)
            ++position;
        BOOST_TEST(genpool::test::open_descriptors() == before + 1);
        range = genpool::files(tree.root());
        BOOST_TEST(genpool::test::open_descriptors() == before);
    }
}

BOOST_AUTO_TEST_CASE(a_directory_for_which_enter_says_no_is_left_out)
{
    temporary_tree tree;
    for (char const* name : {"a", "d/b", "no/c", "d/no/c", "d/e/f"})
        tree.file(name);
    name_list asked;
    auto const enter = [&](fs::path const& directory) {
        asked.push_back(tree.without_root(directory));
        return directory.filename() != "no";
    };
    BOOST_TEST(tree.names(genpool::files(tree.root(), {.recursive = true, .enter = enter})) ==
                   (name_list{"a", "d/b", "d/e/f"}),
               per_element());
    std::ranges::sort(asked);
    BOOST_TEST(asked == (name_list{"d", "d/e", "d/no", "no"}), per_element());
    BOOST_TEST(tree.names(genpool::files(tree / "no", {.recursive = true, .enter = enter})) ==
                   name_list{"no/c"},
               per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_walk_tests
