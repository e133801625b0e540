// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Killed at random moments, and begun again.
#include "image/hostile/set.hpp"
#include "support.hpp"
#include "support/program/sanitized.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

namespace image_program_kills_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;
using clock = std::chrono::steady_clock;

namespace
{

constexpr std::uint32_t images = 96;

bool is_whole(std::string const& name) { return !name.ends_with(".tmp"); }

/// Requires that each file is what an undisturbed run has made, or one that was not finished; how many are.
std::size_t check_whole(std::map<std::string, bytes> const& files,
                        std::map<std::string, bytes> const& undisturbed)
{
    std::size_t whole = 0;
    for (auto const& [name, contents] : files) {
        if (!is_whole(name))
            continue;
        ++whole;
        auto const found = undisturbed.find(name);
        BOOST_TEST_CONTEXT(name)
        BOOST_TEST((found != undisturbed.end() && found->second == contents));
    }
    return whole;
}

} // namespace

BOOST_AUTO_TEST_SUITE(thumbnails_program_kills)

BOOST_AUTO_TEST_CASE(what_was_killed_at_any_moment_is_gone_on_with_and_leaves_nothing)
{
    std::size_t const kills = number_from("GENPOOL_TEST_KILLS", sanitized ? 6 : 20);
    temporary_tree const tree;
    tree.directory("in");
    for (std::uint32_t number = 0; number != images; ++number) {
        hostile_file const one = good_file(number);
        file(tree, "in/" + one.name, one.contents);
    }
    fs::path const out = tree / "out";
    auto const arguments = [&](fs::path const& output, bool isolated) {
        std::vector<std::string> all{
            (tree / "in").string(), "-o", output.string(), "--jobs", "4", "--size", "64"};
        if (isolated)
            all.push_back("--isolate");
        return all;
    };
    bool const may_isolate =
        !sanitized && run(arguments(tree / "isolated", true)).text.find("not built") == std::string::npos;
    auto const begin = clock::now();
    BOOST_REQUIRE(run(arguments(tree / "undisturbed", false)).status == 0);
    auto const duration = clock::now() - begin;
    auto const undisturbed = files_below(tree / "undisturbed");
    BOOST_TEST(undisturbed.size() == images);

    std::mt19937 random(static_cast<std::mt19937::result_type>(number_from("GENPOOL_TEST_SEED", 1)));
    std::size_t killed = 0;
    std::size_t in_the_midst = 0;
    for (std::size_t round = 0; killed != kills; ++round) {
        BOOST_REQUIRE(round < 20 * kills); // else it is never quick enough to kill it
        program thumbnails(arguments(out, may_isolate && round % 2 == 1));
        std::this_thread::sleep_for(duration * (random() % 1000) / 1000);
        thumbnails.send(SIGKILL);
        // Ends when all that have its standard error have ended, its workers too.
        killed += thumbnails.wait().status == 128 + SIGKILL ? 1 : 0;
        std::size_t const whole = fs::exists(out) ? check_whole(files_below(out), undisturbed) : 0;
        in_the_midst += whole != 0 && whole != undisturbed.size() ? 1 : 0;
        if (whole == undisturbed.size())
            fs::remove_all(out);
    }
    BOOST_TEST_MESSAGE(killed << " times killed, " << in_the_midst << " times with some thumbnails made");

    std::size_t const whole = fs::exists(out) ? check_whole(files_below(out), undisturbed) : 0;
    result const last = run(arguments(out, false));
    BOOST_TEST(last.status == 0);
    BOOST_TEST(last.done() == static_cast<int>(images));
    BOOST_TEST(last.up_to_date() == static_cast<int>(whole));
    BOOST_TEST((files_below(out) == undisturbed));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_kills_tests
