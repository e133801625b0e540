// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Thumbnails made by processes of their own.
#include "support.hpp"
#include "support/program/sanitized.hpp"

#include <boost/test/unit_test.hpp>

namespace image_program_isolated_tests
{

using namespace genpool::test;

BOOST_AUTO_TEST_SUITE(thumbnails_program_isolated)

BOOST_AUTO_TEST_CASE(are_the_same_as_those_made_on_threads)
{
    temporary_tree const tree;
    tree.directory("in/sub");
    file(tree, "in/a.png", encoded("png", spec(300, 200, 4)));
    file(tree, "in/sub/b.jpg", encoded("jpeg", spec(300, 200)));
    file(tree, "in/empty.jpg", {});
    auto const made = [&](std::string const& out, std::vector<std::string> more) {
        more.insert(more.begin(), {(tree / "in").string(), "--recursive", "-o", (tree / out).string(),
                                   "--size", "100,50x50", "--crop", "attention"});
        return run(more);
    };
    result const here = made("here", {});
    result const there = made("there", {"--isolate", "--jobs", "2"});
    if (sanitized || there.text.find("which was not built") != std::string::npos)
        return; // a sanitizer takes more addresses than a worker may have
    BOOST_TEST(there.status == 1);
    BOOST_TEST(there.done() == 2);
    BOOST_TEST(there.lines().at(0) == here.lines().at(0));
    BOOST_TEST(there.lines().at(0) == (tree / "in/empty.jpg").string() + ": the file is empty");
    BOOST_TEST((files_below(tree / "here") == files_below(tree / "there")));
    BOOST_TEST(files_below(tree / "here").size() == 4u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_isolated_tests
