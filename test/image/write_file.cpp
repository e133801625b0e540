// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"
#include <genpool/image/write_file.hpp>

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace image_write_file_tests
{

using namespace genpool::test;
using genpool::image::image_error;
using genpool::image::remove_if_abandoned;
using genpool::image::write_file_atomically;
namespace fs = boost::filesystem;

namespace
{

/// The names in a directory, hidden ones too.
name_list names_in(fs::path const& directory)
{
    name_list names;
    for (fs::directory_entry const& entry : fs::directory_iterator(directory))
        names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

/// Requires that the file cannot be written, for this reason, and that its directory stays as it was.
void check_failure(fs::path const& path, bytes const& contents, std::string_view reason)
{
    name_list const before =
        fs::is_directory(path.parent_path()) ? names_in(path.parent_path()) : name_list();
    try {
        write_file_atomically(path, contents);
        BOOST_ERROR("wrote " << path);
    } catch (image_error const& error) {
        BOOST_TEST(error.file() == path);
        BOOST_TEST(std::string_view(error.what()).find(reason) != std::string_view::npos);
        BOOST_CHECK_THROW(std::rethrow_if_nested(error), std::system_error);
    }
    if (fs::is_directory(path.parent_path()))
        BOOST_TEST(names_in(path.parent_path()) == before, boost::test_tools::per_element());
}

} // namespace

BOOST_AUTO_TEST_SUITE(write_file)

BOOST_AUTO_TEST_CASE(writes_all_bytes_and_nothing_else)
{
    temporary_tree const tree;
    bytes const contents(1000000, 'x');
    write_file_atomically(tree / "a", contents);
    write_file_atomically(tree / "empty", {});
    BOOST_TEST((contents_of(tree / "a") == contents));
    BOOST_TEST(contents_of(tree / "empty").empty());
    BOOST_TEST(names_in(tree.root()) == name_list({"a", "empty"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(replaces_what_had_the_name)
{
    temporary_tree const tree;
    file(tree, "a", bytes(10, 'x'));
    write_file_atomically(tree / "a", bytes(5, 'y'));
    BOOST_TEST((contents_of(tree / "a") == bytes(5, 'y')));
    BOOST_TEST(names_in(tree.root()).size() == 1u);
}

BOOST_AUTO_TEST_CASE(gives_the_permissions_that_new_files_have)
{
    temporary_tree const tree;
    mode_t const before = ::umask(027);
    write_file_atomically(tree / "a", bytes(5, 'y'));
    ::umask(before);
    struct stat status = {};
    BOOST_REQUIRE(::stat((tree / "a").c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777) == 0640u);
}

BOOST_AUTO_TEST_CASE(takes_names_as_long_as_names_can_be)
{
    temporary_tree const tree;
    std::string const name(255, 'n');
    write_file_atomically(tree / name, bytes(5, 'y'));
    BOOST_TEST((contents_of(tree / name) == bytes(5, 'y')));
    check_failure(tree / std::string(256, 'n'), bytes(5, 'y'), "File name too long");
}

BOOST_AUTO_TEST_CASE(writes_where_the_program_stands)
{
    temporary_tree const tree;
    fs::path const before = fs::current_path();
    fs::current_path(tree.root());
    write_file_atomically("a", bytes(5, 'y'));
    fs::current_path(before);
    BOOST_TEST((contents_of(tree / "a") == bytes(5, 'y')));
}

BOOST_AUTO_TEST_CASE(names_the_file_when_it_cannot_be_written)
{
    temporary_tree const tree;
    check_failure(tree / "missing/a", bytes(5, 'y'), "No such file or directory");
    tree.file("file");
    check_failure(tree / "file/a", bytes(5, 'y'), "Not a directory");
    tree.directory("directory");
    check_failure(tree / "directory", bytes(5, 'y'), "Is a directory");
    BOOST_TEST(contents_of(tree / "file").empty());
}

BOOST_AUTO_TEST_CASE(does_not_take_the_place_of_what_is_no_file)
{
    temporary_tree const tree;
    BOOST_REQUIRE(::mkfifo((tree / "pipe").c_str(), 0666) == 0);
    tree.symlink("/dev/null", "device");
    for (char const* const name : {"pipe", "device"}) {
        BOOST_CHECK_EXCEPTION(write_file_atomically(tree / name, bytes(5, 'y')), image_error,
                              [](image_error const& error) {
                                  return error.reason() == std::string_view("not a regular file");
                              });
    }
    BOOST_TEST(fs::status(tree / "pipe").type() == fs::fifo_file);
    BOOST_TEST(fs::is_symlink(tree / "device"));
    BOOST_TEST(names_in(tree.root()) == (name_list{"device", "pipe"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(passes_over_what_a_killed_process_left_behind)
{
    temporary_tree const tree;
    std::string const start = ".genpool-" + std::to_string(::getpid()) + '-';
    for (int n = 0; n != 100; ++n)
        tree.file(start + std::to_string(n) + ".tmp");
    write_file_atomically(tree / "a", bytes(5, 'y'));
    BOOST_TEST((contents_of(tree / "a") == bytes(5, 'y')));
    BOOST_TEST(names_in(tree.root()).size() == 101u);
}

BOOST_AUTO_TEST_CASE(removes_what_a_killed_process_left_behind_and_nothing_else)
{
    temporary_tree const tree;
    for (char const* const other : {"a.tmp", ".genpool-1-1", "genpool-1-1.tmp"}) {
        tree.file(other);
        BOOST_TEST(!remove_if_abandoned(tree / other));
    }
    tree.directory(".genpool-1-2.tmp");
    BOOST_TEST(!remove_if_abandoned(tree / ".genpool-1-2.tmp"));
    tree.symlink("a.tmp", ".genpool-1-3.tmp");
    BOOST_TEST(!remove_if_abandoned(tree / ".genpool-1-3.tmp"));
    BOOST_TEST(!remove_if_abandoned(tree / ".genpool-1-4.tmp"));
    BOOST_TEST(names_in(tree.root()).size() == 5u);

    tree.file(".genpool-1-5.tmp");
    BOOST_TEST(remove_if_abandoned(tree / ".genpool-1-5.tmp"));
    BOOST_TEST(names_in(tree.root()).size() == 5u);
}

BOOST_AUTO_TEST_CASE(writes_while_others_remove_what_was_left_behind)
{
    temporary_tree const tree;
    bytes const contents(50000, 'x');
    std::size_t removed = 0;
    {
        std::jthread const remover([&](std::stop_token stop) {
            while (!stop.stop_requested())
                for (std::string const& name : names_in(tree.root()))
                    removed += remove_if_abandoned(tree / name);
        });
        for (int n = 0; n != 300; ++n) {
            write_file_atomically(tree / "a", contents);
            BOOST_REQUIRE((contents_of(tree / "a") == contents));
        }
    }
    BOOST_TEST_MESSAGE(removed << " were removed before they were locked");
    BOOST_TEST(names_in(tree.root()) == name_list{"a"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_last_of_many_threads_wins_and_no_file_is_mixed)
{
    temporary_tree const tree;
    {
        std::vector<std::jthread> threads;
        for (int thread = 0; thread != 4; ++thread) {
            threads.emplace_back([&tree, thread] {
                for (int n = 0; n != 100; ++n)
                    write_file_atomically(tree / "a", bytes(50000, static_cast<unsigned char>(thread)));
            });
        }
    }
    bytes const contents = contents_of(tree / "a");
    BOOST_TEST((contents == bytes(50000, contents.at(0))));
    BOOST_TEST(names_in(tree.root()).size() == 1u);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_on_a_full_disk)
{
    temporary_tree const tree;
    tree.directory("disk");
    fs::path const disk = tree / "disk";
    if (::mount("none", disk.c_str(), "tmpfs", 0, "size=64k") != 0) {
        BOOST_TEST_MESSAGE(
            "no permission to mount a small disk: the next test has a limit of the process instead");
        return;
    }
    write_file_atomically(disk / "a", bytes(20000, 'a'));
    check_failure(disk / "b", bytes(100000, 'b'), "No space left on device");
    check_failure(disk / "a", bytes(100000, 'b'), "No space left on device");
    BOOST_TEST((contents_of(disk / "a") == bytes(20000, 'a')));
    BOOST_TEST(::umount(disk.c_str()) == 0);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_beyond_the_largest_size_that_is_allowed)
{
    temporary_tree const tree;
    rlimit before = {};
    BOOST_REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit const small = {10000, before.rlim_max};
    BOOST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    check_failure(tree / "a", bytes(20000, 'a'), "File too large");
    BOOST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, handler);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_write_file_tests
