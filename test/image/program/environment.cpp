// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Disks that are full or cannot be written, and files and directories that go while it runs.
#include "slow_run.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sys/mount.h>
#include <sys/stat.h>

namespace image_program_environment_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

namespace
{

constexpr int images = 40;
std::vector<std::string> const options{"--jobs", "4", "--size", "100"};

void add_images(temporary_tree const& tree)
{
    tree.directory("in");
    tree.directory("out");
    bytes const image = encoded("jpeg", spec(120, 90));
    for (int n = 0; n != images; ++n)
        file(tree, "in/" + std::to_string(n) + ".jpg", image);
}

std::vector<std::string> arguments(temporary_tree const& tree)
{
    std::vector<std::string> all{(tree / "in").string(), "-o", (tree / "out").string()};
    all.insert(all.end(), options.begin(), options.end());
    return all;
}

/// Requires that all lines but the last tell of an image, and why it has no thumbnail.
void check_reasons(result const& ended, std::string_view reason)
{
    std::vector<std::string> lines = ended.lines();
    lines.pop_back();
    BOOST_TEST(lines.size() == static_cast<std::size_t>(ended.failed()));
    for (std::string const& line : lines)
        BOOST_TEST_CONTEXT(line)
    BOOST_TEST((line.find(".jpg: ") != std::string::npos && line.ends_with(reason)));
}

/// Requires that all files are thumbnails, and as many as were told of.
void check_thumbnails(temporary_tree const& tree, int count)
{
    auto const files = files_below(tree / "out");
    BOOST_TEST(files.size() == static_cast<std::size_t>(count));
    for (auto const& [name, contents] : files)
        BOOST_TEST(decode(contents).spec.width == 100);
}

/// Requires that a disk with room for some of the thumbnails gets those, and the others when there is room for more.
void check_small_disk(std::string const& small, std::string const& large)
{
    temporary_tree const tree;
    add_images(tree);
    mounted const disk("tmpfs", tree / "out", 0, "tmpfs", small);
    if (!disk)
        return;
    result const first = run(arguments(tree));
    BOOST_TEST(first.status == 1);
    BOOST_TEST(first.done() > 0);
    BOOST_TEST(first.failed() == images - first.done());
    check_reasons(first, "No space left on device");
    check_thumbnails(tree, first.done());

    BOOST_REQUIRE(::mount("tmpfs", (tree / "out").c_str(), "tmpfs", MS_REMOUNT, large.c_str()) == 0);
    result const second = run(arguments(tree));
    BOOST_TEST(second.status == 0);
    BOOST_TEST(second.up_to_date() == first.done());
    check_thumbnails(tree, images);
}

} // namespace

BOOST_AUTO_TEST_SUITE(thumbnails_program_environment)

BOOST_AUTO_TEST_CASE(a_full_disk_is_told_and_gone_on_with) { check_small_disk("size=64k", "size=8m"); }

BOOST_AUTO_TEST_CASE(a_disk_without_inodes_is_told_and_gone_on_with)
{
    check_small_disk("nr_inodes=12", "nr_inodes=1000");
}

BOOST_AUTO_TEST_CASE(a_disk_that_cannot_be_written_ends_it_at_once)
{
    temporary_tree const tree;
    add_images(tree);
    mounted const disk("tmpfs", tree / "out", MS_RDONLY, "tmpfs");
    if (!disk)
        return;
    result const ended = run(arguments(tree));
    BOOST_TEST(ended.status == 2);
    BOOST_TEST(ended.lines().at(0) ==
               "genpool-thumbnails: " + (tree / "out").string() + ": Read-only file system");
}

BOOST_AUTO_TEST_CASE(what_it_tells_on_a_full_disk_is_missed)
{
    temporary_tree const tree;
    add_images(tree);
    auto const told = [&](std::vector<std::string> more, std::string const& limits) {
        std::vector<std::string> all = arguments(tree);
        all.insert(all.end(), more.begin(), more.end());
        return run(all, limits);
    };
    result const json = told({"--json"}, "exec >/dev/full");
    BOOST_TEST(json.status == 1);
    BOOST_TEST(json.text.find("standard output cannot be written") != std::string::npos);
    file(tree, "in/empty.jpg", {});
    result const list = told({"--failed-list", "/dev/full"}, {});
    BOOST_TEST(list.status == 1);
    BOOST_TEST(list.text.find("/dev/full: the list of what failed cannot be written") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_report_does_not_take_the_place_of_what_is_no_file)
{
    temporary_tree const tree;
    add_images(tree);
    fs::path const pipe = tree / "pipe"; // or a device, which root could replace
    BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0666) == 0);
    std::vector<std::string> all = arguments(tree);
    all.insert(all.end(), {"--report", pipe.string()});
    result const ended = run(all);
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.text.find(pipe.string() + ": not a regular file") != std::string::npos);
    BOOST_TEST(fs::status(pipe).type() == fs::fifo_file);
}

BOOST_AUTO_TEST_CASE(images_that_go_while_it_runs_are_told)
{
    slow_run slow(images);
    program& thumbnails = slow.begin(options);
    fs::remove_all(slow.tree() / "in");
    result const ended = thumbnails.wait();
    BOOST_TEST(ended.status == (ended.failed() == 0 ? 0 : 1)); // unless it was quicker
    BOOST_TEST(ended.done() > 0);
    BOOST_TEST(ended.done() + ended.failed() <= images);
    check_reasons(ended, "No such file or directory");
    check_thumbnails(slow.tree(), ended.done());
}

BOOST_AUTO_TEST_CASE(an_output_that_goes_while_it_runs_is_made_again)
{
    slow_run slow(images);
    program& thumbnails = slow.begin(options);
    fs::path const gone = slow.tree() / "gone";
    fs::rename(slow.out(), gone);
    fs::remove_all(gone);
    result const ended = thumbnails.wait();
    BOOST_TEST(ended.status == (ended.failed() == 0 ? 0 : 1));
    BOOST_TEST(ended.done() + ended.failed() == images);
    BOOST_TEST(ended.failed() <= 4); // which were just being written
    check_reasons(ended, "No such file or directory");
    if (fs::exists(slow.out())) // unless it was quicker
        for (auto const& [name, contents] : files_below(slow.out()))
            BOOST_TEST(decode(contents).spec.width == 100);
    BOOST_TEST(run(slow.arguments(options)).done() == images);
    check_thumbnails(slow.tree(), images);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_environment_tests
