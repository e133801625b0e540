// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Which images are taken, where their thumbnails come, and when.
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <ctime>

namespace image_program_options_tests
{

using namespace genpool::test;
using boost::test_tools::per_element;
namespace fs = boost::filesystem;

namespace
{

/// Three images, one of which is in a directory.
struct tree_of_images : temporary_tree
{
    tree_of_images()
    {
        directory("in/sub");
        genpool::test::file(*this, "in/a.png", encoded("png", spec(120, 60)));
        genpool::test::file(*this, "in/b.jpg", encoded("jpeg", spec(120, 60)));
        genpool::test::file(*this, "in/sub/c.png", encoded("png", spec(60, 120, 4)));
    }

    std::string in() const { return (*this / "in").string(); }
    std::string out() const { return (*this / "out").string(); }

    result run(std::vector<std::string> more, std::string const& limits = {}) const
    {
        std::vector<std::string> all{in(), "--recursive"};
        all.insert(all.end(), more.begin(), more.end());
        return genpool::test::run(all, limits);
    }

    std::string text_of(char const* name) const
    {
        bytes const all = contents_of(*this / name);
        return std::string(all.begin(), all.end());
    }

    void list(char const* name, std::string_view text) const
    {
        genpool::test::file(*this, name, bytes(text.begin(), text.end()));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(thumbnails_program_options, tree_of_images)

BOOST_AUTO_TEST_CASE(several_sizes_come_beside_each_other)
{
    BOOST_TEST(run({"-o", out(), "--size", "30,40x40^"}).status == 0);
    BOOST_TEST(names_below(out()) ==
                   (name_list{"a.png-30.jpg", "a.png-40x40.jpg", "b.jpg-30.jpg", "b.jpg-40x40.jpg",
                              "sub/c.png-30.png", "sub/c.png-40x40.png"}),
               per_element());
    BOOST_TEST(decode(contents_of(*this / "out/a.png-40x40.jpg")).spec.width == 80);
    BOOST_TEST(decode(contents_of(*this / "out/a.png-30.jpg")).spec.width == 30);
}

BOOST_AUTO_TEST_CASE(patterns_say_where_thumbnails_come)
{
    BOOST_TEST(run({"-o", out() + "/{size}/{rel}/{stem}.{ext}", "--size", "30"}).status == 0);
    BOOST_TEST(names_below(out()) == (name_list{"30/a.jpg", "30/b.jpg", "30/sub/c.png"}), per_element());

    BOOST_TEST(run({"-o", "{dir}/.thumbs/{name}", "--format", "webp"}).status == 0);
    for (char const* const name : {"in/.thumbs/a.png.webp", "in/sub/.thumbs/c.png.webp"})
        BOOST_TEST(fs::exists(*this / name));
    BOOST_TEST(run({"-o", "{dir}/thumbs/{name}"}).done() == 3);
    BOOST_TEST(run({"-o", "{dir}/thumbs/{name}"}).done() == 3); // and does not read them
    BOOST_TEST(genpool::test::run({in() + "/thumbs/a.png.jpg", "-o", "{dir}/thumbs/{name}"}).failed() == 1);
}

BOOST_AUTO_TEST_CASE(two_images_never_share_a_thumbnail)
{
    genpool::test::file(*this, "in/a.jpg", encoded("jpeg", spec(10, 10)));
    result const ended = run({"-o", out() + "/{rel}/{stem}"});
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.done() == 3);
    BOOST_TEST(ended.lines().at(0).ends_with("another image has this thumbnail"));
}

BOOST_AUTO_TEST_CASE(thumbnails_that_are_newer_stay)
{
    auto const set_time = [&](char const* name, std::time_t time) {
        fs::last_write_time(*this / name, time);
    };
    for (char const* const name : {"in/a.png", "in/b.jpg", "in/sub/c.png"})
        set_time(name, 1000000000);
    BOOST_TEST(run({"-o", out()}).up_to_date() == 0);
    BOOST_TEST(run({"-o", out()}).up_to_date() == 3);
    set_time("in/a.png", 4000000000);
    BOOST_TEST(run({"-o", out()}).up_to_date() == 2);
    BOOST_TEST(run({"-o", out(), "--existing", "skip"}).up_to_date() == 3);
    BOOST_TEST(run({"-o", out(), "--existing", "overwrite"}).up_to_date() == 0);
    result const ended = run({"-o", out(), "--existing", "error"});
    BOOST_TEST(ended.failed() == 3);
    BOOST_TEST(ended.lines().at(0).ends_with(": is there already"));
    // Another size is another thumbnail.
    BOOST_TEST(run({"-o", out(), "--size", "30,40"}).up_to_date() == 0);
}

BOOST_AUTO_TEST_CASE(images_are_named_one_by_one_or_in_a_list)
{
    std::string const a = in() + "/a.png";
    std::string const c = in() + "/sub/c.png";
    BOOST_TEST(genpool::test::run({a, c, "-o", out()}).done() == 2);
    BOOST_TEST(names_below(out()) == (name_list{"a.png.jpg", "c.png.png"}), per_element());

    list("list", a + '\n' + c + '\n' + in() + "/missing.jpg\n");
    result const ended = genpool::test::run({"--files-from", (*this / "list").string(), "-o", out(),
                                             "--failed-list", (*this / "failed").string()});
    BOOST_TEST(ended.done() == 2);
    BOOST_TEST(ended.failed() == 1);
    BOOST_TEST(text_of("failed") == in() + "/missing.jpg\n");

    // Which the next run can take, once the reason is gone.
    fs::copy_file(a, in() + "/missing.jpg");
    BOOST_TEST(genpool::test::run({"--files-from", (*this / "failed").string(), "-o", out()}).done() == 1);

    fs::rename(a, in() + "/a\nb.png");
    list("nulls", in() + "/a\nb.png" + '\0' + c);
    BOOST_TEST(genpool::test::run({"--files-from", "-", "-0", "-o", (*this / "new").string()},
                                  "exec < '" + (*this / "nulls").string() + "'")
                   .done() == 2);
}

BOOST_AUTO_TEST_CASE(files_and_directories_are_left_out)
{
    BOOST_TEST(run({"-o", out(), "--exclude", "b.*"}).done() == 2);
    BOOST_TEST(run({"-o", out(), "--exclude", "sub"}).done() == 2);
    BOOST_TEST(run({"-o", out(), "--exclude", "sub/*.png"}).done() == 2);
    BOOST_TEST(run({"-o", out(), "--exclude", "*.png", "--exclude", "b*"}).done() == 0);
    BOOST_TEST(run({"-o", out(), "--extensions", "png"}).done() == 2);
}

BOOST_AUTO_TEST_CASE(shards_are_all_the_images_once)
{
    for (int n = 0; n != 20; ++n)
        fs::create_hard_link(*this / "in/a.png", *this / ("in/" + std::to_string(n) + ".png"));
    int done = 0;
    for (char const* const shard : {"1/3", "2/3", "3/3"}) {
        int const part = run({"-o", out(), "--shard", shard}).done();
        BOOST_TEST(part > 0);
        done += part;
    }
    BOOST_TEST(done == 23);
    BOOST_TEST(names_below(out()).size() == 23u);
}

BOOST_AUTO_TEST_CASE(an_image_is_never_overwritten)
{
    // The directory of thumbnails is another name of that of the image.
    symlink(in(), "other");
    bytes const before = contents_of(*this / "in/b.jpg");
    result const ended = genpool::test::run({in() + "/b.jpg", "-o", (*this / "other").string() + "/{stem}"});
    BOOST_TEST(ended.status == 1);
    BOOST_TEST((contents_of(*this / "in/b.jpg") == before));
    // The thumbnail is another name of it.
    directory("out");
    fs::create_hard_link(in() + "/b.jpg", out() + "/b.jpg");
    BOOST_TEST(genpool::test::run({in() + "/b.jpg", "-o", out() + "/{stem}"})
                   .lines()
                   .at(0)
                   .ends_with("the place of its image"));
    BOOST_TEST((contents_of(*this / "in/b.jpg") == before));
    for (char const* const option : {"--report", "--failed-list"}) {
        result const slip = genpool::test::run({in(), "-o", out(), option, in() + "/b.jpg"});
        BOOST_TEST(slip.status == 2);
        BOOST_TEST(slip.text.find("/b.jpg: is an image") != std::string::npos);
        BOOST_TEST((contents_of(*this / "in/b.jpg") == before));
    }
}

BOOST_AUTO_TEST_CASE(a_list_is_not_written_over_before_it_is_read)
{
    list("list", in() + "/b.jpg\n");
    std::string const name = (*this / "list").string();
    result const again = genpool::test::run({"--files-from", name, "-o", out(), "--failed-list", name});
    BOOST_TEST(again.status == 2);
    BOOST_TEST(again.text.find("/list: --failed-list must be another file") != std::string::npos);
    BOOST_TEST(genpool::test::run({"--files-from", name, "-o", out()}).done() == 1);
}

// Its number must not become that of a file that the program opens, which would be read as a list.
BOOST_AUTO_TEST_CASE(standard_input_that_is_closed_is_told)
{
    result const ended = genpool::test::run({"--files-from", "-", "-o", out()}, "exec <&-");
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.text.find("standard input cannot be read") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_options_tests
