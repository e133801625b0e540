// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace image_program_names_tests
{

using namespace genpool::test;
using boost::test_tools::per_element;
namespace fs = boost::filesystem;

BOOST_AUTO_TEST_SUITE(thumbnails_program)

BOOST_AUTO_TEST_CASE(makes_a_thumbnail_of_each_image_and_sums_up)
{
    temporary_tree const tree;
    tree.directory("in/sub");
    file(tree, "in/a.jpg", encoded("jpeg", spec(400, 300)));
    file(tree, "in/a.png", encoded("png", spec(300, 400)));
    file(tree, "in/b.TIFF", encoded("tiff", spec(100, 100)));
    file(tree, "in/sub/a.jpg", encoded("jpeg", spec(400, 300)));
    tree.file("in/readme.txt");

    result const flat = run({(tree / "in").string(), "-o", (tree / "flat").string()});
    BOOST_TEST(flat.status == 0);
    BOOST_TEST(flat.lines().size() == 1u);
    BOOST_TEST(flat.done() == 3);
    BOOST_TEST(flat.failed() == 0);
    BOOST_TEST(names_below(tree / "flat") == name_list({"a.jpg.jpg", "a.png.jpg", "b.TIFF.jpg"}),
               per_element());
    BOOST_TEST(decode(contents_of(tree / "flat/a.png.jpg")).spec.height == 256);

    result const deep = run(
        {(tree / "in").string() + '/', "-o", (tree / "new/deep").string(), "--recursive", "--size", "32"});
    BOOST_TEST(deep.status == 0);
    BOOST_TEST(deep.done() == 4);
    BOOST_TEST(names_below(tree / "new/deep") ==
                   name_list({"a.jpg.jpg", "a.png.jpg", "b.TIFF.jpg", "sub/a.jpg.jpg"}),
               per_element());
    BOOST_TEST(decode(contents_of(tree / "new/deep/sub/a.jpg.jpg")).spec.width == 32);
}

BOOST_AUTO_TEST_CASE(tells_of_each_bad_image_on_one_line_and_goes_on)
{
    temporary_tree const tree;
    tree.directory("in");
    bytes cut = encoded("png", spec(100, 100));
    cut.resize(cut.size() / 2);
    file(tree, "in/cut.png", cut);
    file(tree, "in/line\nbreak\x1B[31m.jpg", {});
    file(tree, "in/good.jpg", encoded("jpeg", spec(400, 300)));
    file(tree, "in/taken.jpg", encoded("jpeg", spec(400, 300)));
    tree.directory("out/taken.jpg.jpg");

    std::string const in = (tree / "in").string() + '/';
    result const ended = run({in, "-o", (tree / "out").string()});
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.done() == 1);
    BOOST_TEST(ended.failed() == 3);
    std::vector<std::string> lines = ended.lines();
    BOOST_REQUIRE(lines.size() == 4u);
    std::sort(lines.begin(), lines.end() - 1);
    BOOST_TEST(lines[0] == in + "cut.png: the file is cut short");
    BOOST_TEST(lines[1] == in + "line\\x0Abreak\\x1B[31m.jpg: the file is empty");
    BOOST_TEST(lines[2].starts_with(in + "taken.jpg: "));
    BOOST_TEST(lines[2].ends_with("Is a directory"));
    BOOST_TEST(names_below(tree / "out") == name_list({"good.jpg.jpg"}), per_element());
}

BOOST_AUTO_TEST_CASE(says_that_there_are_no_images)
{
    temporary_tree const tree;
    tree.directory("in/sub");
    tree.file("in/readme.txt");
    tree.file("in/.hidden.jpg");
    std::string const in = (tree / "in").string();
    std::string const out = (tree / "out").string();
    result const flat = run({in, "-o", out});
    BOOST_TEST(flat.status == 0);
    BOOST_TEST(flat.done() == 0);
    BOOST_TEST(flat.lines().at(0) == "no images in " + in + " (--recursive looks into its directories too)");
    result const deep = run({in, "-o", out, "--recursive"});
    BOOST_TEST(deep.status == 0);
    BOOST_TEST(deep.lines().at(0) == "no images in " + in);
}

BOOST_AUTO_TEST_CASE(refuses_a_wrong_command_line)
{
    temporary_tree const tree;
    tree.directory("in/sub");
    tree.file("file");
    std::string const in = (tree / "in").string();
    std::string const out = (tree / "out").string();
    std::vector<std::vector<std::string>> const wrong{
        {},
        {in},
        {"-o", out},
        {in, "-o"},
        {in, "other", "-o", out},
        {"", "-o", out},
        {in, "-o", ""},
        {in, "-o", out, "--size", "0"},
        {in, "-o", out, "--size", "65501"},
        {in, "-o", out, "--size", "many"},
        {in, "-o", out, "--jobs", "0"},
        {in, "-o", out, "--jobs", "-1"},
        {in, "-o", out, "--window", "0"},
        {in, "-o", out, "--memory", "0"},
        {in, "-o", out, "--memory", "1X"},
        {in, "-o", out, "--memory", "99999999999T"},
        {in, "-o", out, "--rec"},
        {in, "-o", out, "--no-such-option"},
        {in, "-o", in},
        {in, "-o", in + "/sub/.."},
        {in + "/sub", "-o", in, "--recursive"},
        {in, "-o", (tree / "file").string()},
        {(tree / "missing").string(), "-o", out},
        {(tree / "file").string(), "-o", (tree / "file").string()},
        {in, "-o", out, "--size", "10,10"},
        {in, "-o", out, "--size", "10x10,10x10^"},
        {in, "-o", out + "/{stem}", "--size", "10,20"},
        {in, "-o", out, "--size", "10x", "--crop", "centre"},
        {in, "-o", out, "--existing", "never"},
        {in, "-o", out, "--format", "gif"},
        {in, "-o", out, "--background", "pink"},
        {in, "-o", out, "--quality", "101"},
        {in, "-o", out, "--shard", "3/2"},
        {in, "-o", out, "--timeout", "0"},
        {in, "-o", out, "--files-from", (tree / "missing").string()},
        {in, "-o", out, "--files-from", in},
        {in, "-o", out + "/{nothing}"},
        {in, "-o", "{dir}/{name}"},
        {in, "-o", out + "/{stem"},
    };
    for (auto const& arguments : wrong) {
        result const ended = run(arguments);
        BOOST_TEST(ended.status == 2);
        BOOST_TEST(ended.text.starts_with("genpool-thumbnails: "));
    }
}

BOOST_AUTO_TEST_CASE(makes_the_same_bytes_with_one_job_and_with_four)
{
    temporary_tree const tree;
    tree.directory("in");
    for (int n = 0; n != 24; ++n) {
        std::string const format = n % 3 == 0 ? "jpeg" : n % 3 == 1 ? "png" : "tiff";
        file(tree,
             "in/" + std::to_string(n) +
                 (n % 3 == 0   ? ".jpg"
                  : n % 3 == 1 ? ".png"
                               : ".tif"),
             encoded(format, spec(100 + 37 * n, 400 - 11 * n, n % 4 == 3 ? 4 : 3)));
    }
    std::string const in = (tree / "in").string();
    BOOST_TEST(run({in, "-o", (tree / "one").string(), "--jobs", "1"}).status == 0);
    BOOST_TEST(run({in, "-o", (tree / "four").string(), "--jobs", "4", "--window", "5"}).status == 0);
    BOOST_TEST((files_below(tree / "one") == files_below(tree / "four")));
    // Of which none fits, some do, and all do.
    for (std::string const memory : {"1", "700K", "1G"}) {
        std::string const out = (tree / memory).string();
        BOOST_TEST(run({in, "-o", out, "--jobs", "4", "--memory", memory}).status == 0);
        BOOST_TEST((files_below(tree / "one") == files_below(out)));
    }
    BOOST_TEST(files_below(tree / "one").size() == 24u);
}

#ifndef GENPOOL_TEST_SANITIZED // which take terabytes of addresses
BOOST_AUTO_TEST_CASE(says_how_many_jobs_can_be_started)
{
    temporary_tree const tree;
    tree.directory("in");
    result const ended =
        run({(tree / "in").string(), "-o", (tree / "out").string(), "--jobs", "1000"}, "ulimit -v 300000");
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.text.find("of 1000 jobs can be started: ") != std::string::npos);
}
#endif

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_names_tests
