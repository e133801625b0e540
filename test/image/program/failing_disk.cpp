// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Disks that fail for good in the midst of a run.
#include "slow_run.hpp"
#include "support/program/sanitized.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/mount.h>
#include <thread>

namespace image_program_failing_disk_tests
{

using namespace genpool::test;

namespace
{

constexpr int images = 40;

/// Requires of a run that could not write any more that it told why of each image, and that what it counts as done is
/// whole; then that another, on a disk that works again, makes the rest and leaves nothing else.
void check(result const& failed, char const* reason, std::vector<std::string> const& arguments,
           boost::filesystem::path const& out)
{
    BOOST_TEST(failed.status == 1);
    BOOST_TEST(failed.done() > 0);
    BOOST_TEST(failed.failed() > 0);
    BOOST_TEST(failed.done() + failed.failed() == images);
    std::vector<std::string> lines = failed.lines();
    lines.pop_back();
    BOOST_TEST(lines.size() == static_cast<std::size_t>(failed.failed()));
    for (std::string const& line : lines)
        BOOST_TEST((line.find(".jpg: ") != std::string::npos && line.ends_with(reason)), line);

    int whole = 0;
    for (auto const& [name, contents] : files_below(out)) {
        if (name.ends_with(".tmp")) // which it could not remove any more
            continue;
        ++whole;
        BOOST_TEST(decode(contents).spec.width == 100);
    }
    BOOST_TEST(whole == failed.done());

    result const next = run(arguments);
    BOOST_TEST(next.status == 0);
    BOOST_TEST(next.done() == images);
    BOOST_TEST(next.up_to_date() == whole);
    auto const files = files_below(out);
    BOOST_TEST(files.size() == static_cast<std::size_t>(images));
    for (auto const& [name, contents] : files)
        BOOST_TEST(decode(contents).spec.width == 100);
}

/// What has the program run on a disk that fails with `error`; nothing where that is not built.
std::string on_a_disk_that_fails(int error, boost::filesystem::path const& directory)
{
    constexpr int writes = 6; // each process
    auto const& suite = boost::unit_test::framework::master_test_suite();
    if (suite.argc < 3 || sanitized) { // sanitizers want to be preloaded themselves
        std::fputs("skipped: without a library that makes disks fail\n", stderr);
        return {};
    }
    return "export LD_PRELOAD='" + std::string(suite.argv[2]) + "' GENPOOL_TEST_DISK='" +
           std::to_string(error) + ' ' + std::to_string(writes) + ' ' + directory.string() + '\'';
}

} // namespace

BOOST_AUTO_TEST_SUITE(thumbnails_program_failing_disk)

BOOST_AUTO_TEST_CASE(each_image_has_its_reason_and_the_next_run_goes_on)
{
    for (bool const isolated : {false, true}) {
        for (int const error : {ENOSPC, EIO, EROFS}) {
            BOOST_TEST_CONTEXT(std::strerror(error) << (isolated ? ", isolated" : ""))
            {
                slow_run slow(images);
                std::string const disk = on_a_disk_that_fails(error, slow.out());
                if (disk.empty())
                    return;
                std::vector<std::string> all = slow.arguments({"--jobs", "4", "--size", "100"});
                if (isolated)
                    all.push_back("--isolate");
                result const failed = run(all, disk);
                if (failed.text.find("not built") != std::string::npos)
                    return;
                check(failed, std::strerror(error), all, slow.out());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_disk_that_becomes_read_only_is_told_and_gone_on_with)
{
    slow_run slow(images);
    mounted const disk("tmpfs", slow.out(), 0, "tmpfs");
    if (!disk)
        return;
    std::vector<std::string> const options{"--jobs", "2", "--size", "100"};
    program& thumbnails = slow.begin(options);
    auto const remount = [&](unsigned long flags) {
        return ::mount("tmpfs", slow.out().c_str(), "tmpfs", MS_REMOUNT | flags, nullptr) == 0;
    };
    while (!remount(MS_RDONLY)) { // not while a file is written
        BOOST_REQUIRE(errno == EBUSY);
        std::this_thread::yield();
    }
    result const failed = thumbnails.wait();
    BOOST_REQUIRE(remount(0));
    check(failed, "Read-only file system", slow.arguments(options), slow.out());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_failing_disk_tests
