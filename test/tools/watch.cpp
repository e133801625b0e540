// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"
#include "support.hpp"

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <optional>
#include <string>
#include <vector>

namespace tools_watch_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

namespace
{

/// The paths of the files below a directory, hidden ones too.
std::vector<fs::path> files_in(fs::path const& directory)
{
    std::vector<fs::path> all;
    for (auto const& entry : fs::recursive_directory_iterator(directory))
        if (!fs::is_directory(entry.symlink_status()))
            all.push_back(entry.path());
    return all;
}

/// A run of the program on the directories in and out of a tree of its own.
struct watching
{
    explicit watching(std::vector<std::string> options = {})
    {
        tree.directory("in");
        file(tree, "in/old.jpg", encoded("jpeg", spec(90, 60)));
        options.insert(options.begin(),
                       {(tree / "in").string(), "-o", (tree / "out").string(), "--size", "16"});
        program.emplace("genpool-watch", options);
        made("old.jpg");
    }

    fs::path in(std::string const& name) const { return tree / "in" / name; }
    fs::path out(std::string const& name) const { return tree / "out" / name; }

    void made(std::string const& name) { program->wait_for("made " + in(name).string() + '\n'); }

    int width(std::string const& name) const { return decode(contents_of(out(name))).spec.width; }

    temporary_tree tree;
    std::optional<tool> program;
};

} // namespace

BOOST_AUTO_TEST_SUITE(tools_watch)

BOOST_AUTO_TEST_CASE(says_what_it_does_and_refuses_what_it_does_not)
{
    temporary_tree const tree;
    check_usage("genpool-watch", {tree.root().string(), "-o", (tree / "out").string(), "--size", "0"},
                "not 0");
    check_usage("genpool-watch", {(tree / "missing").string(), "-o", (tree / "out").string()}, "missing");
    check_usage("genpool-watch", {tree.root().string(), "-o", tree.root().string()}, tree.root().string());
}

BOOST_AUTO_TEST_CASE(makes_thumbnails_of_what_is_there_and_of_what_comes_and_changes)
{
    watching w;
    BOOST_TEST(w.width("old.jpg.jpg") == 16);
    file(w.tree, "in/new.png", encoded("png", spec(50, 90, 4)));
    w.made("new.png");
    BOOST_TEST(w.width("new.png.png") == 9);

    // Without transparency it becomes a JPEG, and the PNG goes.
    file(w.tree, "in/new.png", encoded("png", spec(90, 90)));
    w.made("new.png");
    BOOST_TEST(w.width("new.png.jpg") == 16);
    BOOST_TEST(!fs::exists(w.out("new.png.png")));

    fs::create_directories(w.in("d/e"));
    fs::rename(w.in("new.png"), w.in("d/e/moved.png"));
    w.made("d/e/moved.png");
    BOOST_TEST(w.width("d/e/moved.png.jpg") == 16);
}

BOOST_AUTO_TEST_CASE(makes_one_of_an_older_image_that_takes_the_place_of_another)
{
    watching w;
    auto const other = file(w.tree, "other.jpg", encoded("jpeg", spec(10, 90)));
    fs::last_write_time(other, 1000000000);
    fs::rename(other, w.in("old.jpg"));
    w.made("old.jpg");
    BOOST_TEST(w.width("old.jpg.jpg") == 2);
    BOOST_TEST(fs::last_write_time(w.out("old.jpg.jpg")) == 1000000000);
}

BOOST_AUTO_TEST_CASE(tells_of_an_image_that_cannot_be_read_and_tries_it_again_when_it_changes)
{
    watching w;
    file(w.tree, "in/bad.jpg", bytes(9));
    w.program->wait_for(w.in("bad.jpg").string() + ": not a JPEG");
    file(w.tree, "in/bad.jpg", encoded("jpeg", spec(30, 30)));
    w.made("bad.jpg");
}

BOOST_AUTO_TEST_CASE(removes_thumbnails_when_asked_to)
{
    watching w({"--delete"});
    fs::create_directories(w.in("d"));
    file(w.tree, "in/d/1.jpg", encoded("jpeg", spec(30, 30)));
    w.made("d/1.jpg");
    file(w.tree, "in/d/" + std::string(240, 'x') + ".PNG", encoded("png", spec(30, 30)));
    w.made("d/" + std::string(240, 'x') + ".PNG");
    fs::rename(w.in("d"), w.in("e"));
    w.made("e/1.jpg");
    fs::remove(w.in("old.jpg"));
    w.program->wait_for("removed " + w.in("old.jpg").string() + '\n');
    BOOST_TEST(!fs::exists(w.out("old.jpg.jpg")));
    w.program->send(SIGTERM);
    w.program->wait();
    BOOST_TEST(!fs::exists(w.out("d")));
    BOOST_TEST(fs::exists(w.out("e/1.jpg.jpg")));
}

BOOST_AUTO_TEST_CASE(removes_nothing_but_thumbnails)
{
    watching w({"--delete"});
    fs::create_directories(w.in("d/e"));
    file(w.tree, "in/d/1.jpg", encoded("jpeg", spec(30, 30)));
    w.made("d/1.jpg");
    w.tree.file("out/d/mine.jpg");
    w.tree.file("out/d/notes.txt");
    fs::remove_all(w.in("d"));
    w.program->wait_for("removed " + w.in("d").string());
    w.program->send(SIGTERM);
    w.program->wait();
    BOOST_TEST(!fs::exists(w.out("d/1.jpg.jpg")));
    BOOST_TEST(fs::exists(w.out("d/mine.jpg")));
    BOOST_TEST(fs::exists(w.out("d/notes.txt")));
}

BOOST_AUTO_TEST_CASE(removes_at_its_start_what_a_killed_run_has_left_and_the_thumbnails_of_what_is_gone)
{
    watching w;
    for (char const* const name : {"in/d", "out/a", "out/kept", "out/z"})
        w.tree.directory(name);
    std::string const long_name = std::string(240, 'x') + ".PNG",
                      other_long_name = std::string(240, 'x') + "y.PNG";
    for (std::string const& name :
         {std::string("d/1.jpg"), std::string("d/2.jpg"), std::string("3.PNG"), long_name, other_long_name}) {
        file(w.tree, "in/" + name, encoded("png", spec(30, 30)));
        w.made(name);
    }
    w.program->send(SIGTERM);
    w.program->wait();
    std::size_t const made = files_in(w.tree / "out").size();
    BOOST_TEST(made == 6u);

    for (std::string const& name : {std::string("d/1.jpg"), std::string("3.PNG"), other_long_name})
        fs::remove(w.in(name));
    // None of these is a thumbnail of ours.
    file(w.tree, "out/large.png.jpg", encoded("jpeg", spec(90, 60)));
    file(w.tree, "out/mine.jpg", encoded("jpeg", spec(8, 8)));
    file(w.tree, "out/text.png.jpg", bytes(9));
    fs::create_symlink("mine.jpg", w.out("link.png.jpg"));
    w.tree.file("out/.genpool-1-1.tmp");
    w.tree.file("out/d/.genpool-1-2.tmp");

    auto const again = [&](std::string const& mark, std::vector<std::string> options) {
        file(w.tree, "in/" + mark, encoded("jpeg", spec(8, 8)));
        options.insert(options.begin(), {w.in("").string(), "-o", w.out("").string(), "--size", "16"});
        tool program("genpool-watch", options);
        program.wait_for(mark + '\n');
        program.send(SIGTERM);
        return program.wait().errors;
    };
    BOOST_TEST(again("mark.jpg", {}).find("removed") == std::string::npos);
    BOOST_TEST(files_in(w.tree / "out").size() == made + 5); // and that of the mark
    BOOST_TEST(again("mark2.jpg", {"--delete"}).find("removed 3 thumbnails of images that are gone\n") !=
               std::string::npos);
    for (char const* const name :
         {"mine.jpg", "large.png.jpg", "text.png.jpg", "link.png.jpg", "d/2.jpg.jpg"})
        BOOST_TEST(fs::exists(w.out(name)), name);
    for (char const* const name : {"d/1.jpg.jpg", "3.PNG.jpg", ".genpool-1-1.tmp", "d/.genpool-1-2.tmp"})
        BOOST_TEST(!fs::exists(w.out(name)), name);
    BOOST_TEST(fs::exists(w.out("kept")));

    // With its directory goes that of the thumbnails.
    fs::remove_all(w.in("d"));
    again("mark3.jpg", {"--delete"});
    BOOST_TEST(!fs::exists(w.out("d")));
    for (char const* const name : {"a", "kept", "z"})
        BOOST_TEST(fs::exists(w.out(name)), name);
}

BOOST_AUTO_TEST_CASE(removes_nothing_when_its_directory_is_empty_since_it_may_not_be_mounted)
{
    watching w;
    w.program->send(SIGTERM);
    w.program->wait();
    fs::remove(w.in("old.jpg"));
    tool program("genpool-watch", {w.in("").string(), "-o", w.out("").string(), "--delete"});
    program.wait_for("is empty; no thumbnails are removed");
    program.send(SIGTERM);
    program.wait();
    BOOST_TEST(fs::exists(w.out("old.jpg.jpg")));
}

BOOST_AUTO_TEST_CASE(neither_watches_its_output_nor_does_anything_twice)
{
    temporary_tree const tree;
    file(tree, "1.jpg", encoded("jpeg", spec(30, 30)));
    std::vector<std::string> const arguments{tree.root().string(), "-o", (tree / "out").string()};
    for (int const signal : {SIGINT, SIGTERM}) {
        bool const is_first = signal == SIGINT;
        tool program("genpool-watch", arguments);
        std::string const made = "made " + (tree / "1.jpg").string() + '\n';
        if (is_first)
            program.wait_for(made);
        auto const mark = file(tree, std::to_string(signal) + "mark.jpg", encoded("jpeg", spec(8, 8)));
        program.wait_for("made " + mark.string() + '\n');
        program.send(signal);
        tool_result const ended = program.wait();
        BOOST_TEST(ended.status == 128 + signal);
        BOOST_TEST((ended.errors.find(made) != std::string::npos) == is_first);
        BOOST_TEST(ended.errors.find("/out/") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(ends_when_its_directory_goes)
{
    watching w;
    fs::rename(w.tree / "in", w.tree / "elsewhere");
    tool_result const ended = w.program->wait();
    BOOST_TEST(ended.status == 1);
    BOOST_TEST(ended.errors.find(w.tree.root().string() + "/in") != std::string::npos);
    BOOST_TEST(ended.errors.find("No such file or directory") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tools_watch_tests
