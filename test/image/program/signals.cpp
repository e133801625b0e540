// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "slow_run.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>

namespace image_program_signals_tests
{

using namespace genpool::test;
using boost::test_tools::per_element;
namespace fs = boost::filesystem;

BOOST_AUTO_TEST_SUITE(thumbnails_program_signals)

BOOST_AUTO_TEST_CASE(finishes_what_was_begun_when_it_is_interrupted)
{
    for (int const signal : {SIGINT, SIGTERM}) {
        constexpr int many = 1000;
        slow_run slow(many);
        program& thumbnails = slow.begin({"--jobs", "2", "--window", "4"});
        thumbnails.send(signal);
        result const ended = thumbnails.wait();
        BOOST_TEST(ended.status == 128 + signal);
        BOOST_REQUIRE(ended.lines().size() == 2u);
        BOOST_TEST(ended.lines()[0] == (signal == SIGINT
                                            ? "Finishing what was begun. Ctrl-C again stops at once."
                                            : "Finishing what was begun. SIGTERM again stops at once."));
        BOOST_TEST(ended.failed() == 0);
        BOOST_TEST(ended.done() < many);
        auto const files = files_below(slow.out());
        BOOST_TEST(files.size() == static_cast<std::size_t>(ended.done()));
        for (auto const& [name, contents] : files) {
            BOOST_TEST(name.ends_with(".jpg.jpg"));
            BOOST_TEST(decode(contents).spec.width == 256);
        }
    }
}

BOOST_AUTO_TEST_CASE(stops_at_once_when_it_is_interrupted_again)
{
    for (int const signal : {SIGINT, SIGTERM}) {
        bool stopped = false;
        for (int attempts = 0; !stopped && attempts != 20; ++attempts) {
            slow_run slow(1000);
            program& thumbnails = slow.begin({"--jobs", "1", "--window", "1000"});
            thumbnails.send(signal);
            thumbnails.wait_for("Finishing");
            thumbnails.send(signal);
            stopped = thumbnails.was_killed_by(signal); // else it was quicker than this second signal
        }
        BOOST_TEST(stopped);
    }
}

BOOST_AUTO_TEST_CASE(leaves_whole_files_when_it_is_killed_and_tidies_up_when_it_runs_again)
{
    slow_run slow(100);
    program& thumbnails = slow.begin({"--jobs", "4"});
    thumbnails.send(SIGKILL);
    BOOST_TEST(thumbnails.was_killed_by(SIGKILL));
    for (auto const& [name, contents] : files_below(slow.out())) {
        if (!name.ends_with(".tmp"))
            BOOST_TEST(decode(contents).spec.width == 256);
    }
    BOOST_TEST(run(slow.arguments({"--size", "8"})).done() == 100);
    BOOST_TEST(files_below(slow.out()).size() == 100u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_signals_tests
