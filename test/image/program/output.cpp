// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Where thumbnails come, and that the program never takes them for images.
#include "support.hpp"
#include "support/files/working_directory.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <unistd.h>

namespace image_program_output_tests
{

using namespace genpool::test;
using boost::test_tools::per_element;
namespace fs = boost::filesystem;

namespace
{

bytes small_image(int channels = 3) { return encoded("png", spec(40, 30, channels)); }

std::string path(temporary_tree const& tree, std::string_view name) { return (tree / name).string(); }

/// Two images, one of which is in a directory whose name begins as that of OUTPUT.
void add_images(temporary_tree const& tree)
{
    tree.directory("in/out-of-the-way");
    file(tree, "in/a.png", small_image());
    file(tree, "in/out-of-the-way/b.png", small_image());
}

name_list const thumbnails_of_both{"a.png.jpg", "out-of-the-way/b.png.jpg"};

} // namespace

BOOST_AUTO_TEST_SUITE(thumbnails_program_output)

BOOST_AUTO_TEST_CASE(does_not_read_its_own_output_however_it_is_spelled)
{
    std::vector<std::array<std::string, 2>> spellings;
    for (std::string const in : {"in", "in//", "./in", "in/out-of-the-way/..", "link", "/in"})
        spellings.push_back({in, "in/out/"});
    for (std::string const out :
         {"in/out", "in/out/", "in/out/.", "in/./out-of-the-way/../out//", "link/out/", "/in/out/"})
        spellings.push_back({"in", out});

    for (auto const& [in, out] : spellings) {
        temporary_tree const tree;
        working_directory const here(tree.root());
        add_images(tree);
        tree.symlink("in", "link");
        auto const given = [&](std::string const& name) {
            return name.starts_with('/') ? tree.root().string() + name : name;
        };
        for (int n = 0; n != 2; ++n) { // in the first OUTPUT is not there yet
            result const ended = run({given(in), "-o", given(out), "--recursive"});
            BOOST_TEST(ended.status == 0);
            BOOST_TEST(ended.done() == 2);
        }
        BOOST_TEST(names_below(tree / "in/out") == thumbnails_of_both, per_element());
    }
}

BOOST_AUTO_TEST_CASE(does_not_read_its_own_output_through_links)
{
    temporary_tree const tree;
    add_images(tree);
    tree.directory("in/out/out-of-the-way");
    tree.symlink("in/out", "out");
    tree.symlink("out", "in/to-output");
    tree.symlink("out/out-of-the-way", "in/into-output");
    tree.symlink("..", "in/up");
    tree.symlink("out/a.png.jpg", "in/thumbnail.jpg");
    for (int n = 0; n != 2; ++n) {
        result const ended = run({path(tree, "in"), "-o", path(tree, "out"), "--recursive"});
        BOOST_TEST(ended.done() == 2);
        BOOST_TEST(ended.failed() == (n == 0 ? ended.failed() : 0)); // the link led nowhere at first
    }
    BOOST_TEST(names_below(tree / "in/out") == thumbnails_of_both, per_element());
}

BOOST_AUTO_TEST_CASE(does_not_read_its_own_output_through_other_mounts)
{
    temporary_tree const tree;
    add_images(tree);
    tree.directory("in/mounted");
    tree.directory("out");
    mounted const mount((tree / "out").string(), tree / "in/mounted", MS_BIND);
    if (!mount)
        return;
    for (int n = 0; n != 2; ++n)
        BOOST_TEST(run({path(tree, "in"), "-o", path(tree, "out"), "--recursive"}).done() == 2);
    BOOST_TEST(names_below(tree / "out") == thumbnails_of_both, per_element());
}

BOOST_AUTO_TEST_CASE(reads_directories_that_only_look_like_the_output)
{
    temporary_tree const tree;
    add_images(tree);
    tree.directory("in/in/out");
    file(tree, "in/in/out/c.png", small_image());
    result const ended = run({path(tree, "in"), "-o", path(tree, "in/out/"), "--recursive"});
    BOOST_TEST(ended.done() == 3);
    BOOST_TEST(fs::exists(tree / "in/out/in/out/c.png.jpg"));
}

BOOST_AUTO_TEST_CASE(refuses_an_output_that_is_or_holds_the_directory)
{
    temporary_tree const tree;
    add_images(tree);
    tree.symlink("in", "link");
    tree.directory("mounted");
    mounted const mount((tree / "in").string(), tree / "mounted", MS_BIND);
    for (std::string const out : {"in", "in/", "in/.", "in/out-of-the-way/..", "link", "link/", "mounted"}) {
        if (out == "mounted" && !mount)
            continue;
        result const ended = run({path(tree, "in"), "-o", path(tree, out)});
        BOOST_TEST(ended.status == 2);
        BOOST_TEST(ended.lines().at(0) == "genpool-thumbnails: " + path(tree, out) +
                                              ": OUTPUT must be another directory than DIRECTORY");
        BOOST_TEST(run({path(tree, "in/out-of-the-way"), "-o", path(tree, out), "--recursive"}).status == 2);
    }
    BOOST_TEST(files_below(tree / "in").size() == 2u);

    // Without --recursive nothing that is written is read.
    BOOST_TEST(run({path(tree, "in/out-of-the-way"), "-o", path(tree, "in")}).done() == 1);
}

BOOST_AUTO_TEST_CASE(writes_no_thumbnails_among_the_images)
{
    temporary_tree const tree;
    add_images(tree);
    tree.symlink("..", "in/out/out-of-the-way");
    std::string const reason = ": thumbnails would come among the images there";
    result const ended = run({path(tree, "in"), "-o", path(tree, "in/out"), "--recursive"});
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.done() == 1);
    BOOST_TEST(ended.failed() == 1);
    BOOST_TEST(ended.lines().at(0) ==
               path(tree, "in/out-of-the-way/b.png: ") + path(tree, "in/out/out-of-the-way") + reason);
    BOOST_TEST(files_below(tree / "in").size() == 3u);

    // Neither where both lead elsewhere.
    temporary_tree const other;
    file(other, "c.png", small_image());
    other.symlink(other.root().string(), "in/away");
    other.symlink(other.root().string(), "out/away");
    BOOST_TEST(run({path(other, "in"), "-o", path(other, "out"), "--recursive"}).failed() == 1);
    BOOST_TEST(files_below(other.root()).size() == 1u);
}

BOOST_AUTO_TEST_CASE(removes_the_old_thumbnail_when_the_new_one_has_another_format)
{
    temporary_tree const tree;
    tree.directory("in");
    tree.directory("out");
    std::string const long_name = "in/" + std::string(250, 'n') + ".png";
    auto const make = [&](int channels) {
        file(tree, "in/a.png", small_image(channels));
        file(tree, long_name, small_image(channels));
        BOOST_TEST(run({path(tree, "in"), "-o", path(tree, "out")}).status == 0);
        name_list names = names_below(tree / "out");
        BOOST_TEST(names.size() == 2u);
        return names;
    };
    BOOST_TEST(make(4).at(0) == "a.png.png");
    BOOST_TEST(make(3).at(0) == "a.png.jpg");
    BOOST_TEST(make(4).at(0) == "a.png.png");
    BOOST_TEST(make(4).at(1).ends_with(".png"));

    fs::remove(tree / "out/a.png.png");
    tree.directory("out/a.png.png"); // is no thumbnail
    BOOST_TEST(make(3).at(0) == "a.png.jpg");
}

BOOST_AUTO_TEST_CASE(cuts_names_that_would_be_too_long)
{
    temporary_tree const tree;
    tree.directory("in");
    name_list images;
    for (std::size_t length = 246; length <= 251; ++length) {
        images.push_back(std::string(length, 'n') + ".png");
        images.push_back(std::string(length - 1, 'n') + "o.png"); // differs at the end alone
    }
    std::string accents = "n";
    while (accents.size() < 250)
        accents += "\xC3\xA4";
    images.push_back(accents + ".png");
    for (std::string const& name : images)
        file(tree, "in/" + name, small_image());

    result const ended = run({path(tree, "in"), "-o", path(tree, "out")});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(ended.done() == 13);
    name_list const thumbnails = names_below(tree / "out");
    BOOST_TEST(thumbnails.size() == 13u);
    for (std::string const& name : images) {
        bool const fits = name.size() + 4 <= 255;
        BOOST_TEST(fits == (std::ranges::count(thumbnails, name + ".jpg") == 1));
    }
    // 255 bytes, less the 17 of a number and the 4 of an ending, and no half of a letter.
    auto const cut = std::ranges::find_if(thumbnails, [](auto const& name) { return name[1] == '\xC3'; });
    BOOST_REQUIRE((cut != thumbnails.end()));
    BOOST_TEST(cut->find('~') == 233u);
    BOOST_TEST(cut->size() == 254u);

    BOOST_TEST(run({path(tree, "in"), "-o", path(tree, "out")}).status == 0);
    BOOST_TEST(names_below(tree / "out") == thumbnails, per_element());
}

BOOST_AUTO_TEST_CASE(removes_what_killed_runs_have_left)
{
    temporary_tree const tree;
    add_images(tree);
    for (char const* const name :
         {"out/.genpool-1-0.tmp", "out/sub/.genpool-1-1.tmp", "out/.genpool-1-2.tmp"})
        tree.file(name);
    int const living = ::open((tree / "out/.genpool-1-2.tmp").c_str(), O_WRONLY | O_CLOEXEC);
    BOOST_REQUIRE(::flock(living, LOCK_EX) == 0); // as a run does that has not ended
    BOOST_TEST(run({path(tree, "in"), "-o", path(tree, "out")}).done() == 1);
    BOOST_TEST(names_below(tree / "out") ==
                   (name_list{".genpool-1-2.tmp", "a.png.jpg", "sub/.genpool-1-1.tmp"}),
               per_element());
    ::close(living);
    BOOST_TEST(run({path(tree, "in"), "-o", path(tree, "out"), "--recursive"}).done() == 2);
    BOOST_TEST(names_below(tree / "out") == thumbnails_of_both, per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_output_tests
