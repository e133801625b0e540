// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/watch.hpp>

#include "support/files/temporary_tree.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/filesystem/exception.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <unistd.h>

namespace files_watch_tests
{

namespace asio = boost::asio;
namespace fs = boost::filesystem;
using boost::test_tools::per_element;
using genpool::change;
using genpool::file_change;
using genpool::watch_options;
using genpool::test::name_list;
using genpool::test::temporary_tree;

namespace
{

/// A tree that is watched, the changes in which are asked for by hand.
class watched
{
public:
    explicit watched(watch_options options = {}, std::string_view below = {})
        : changes_(genpool::watch(below.empty() ? tree.root() : tree / below, std::move(options)))
    {}

    /// What comes next, as "+name", "-name" or "?"; "" at the end.
    std::string next()
    {
        std::optional<file_change> found;
        changes_.async_next(
            asio::bind_executor(context_, [&](std::exception_ptr error, std::optional<file_change> one) {
                error_ = error;
                found = std::move(one);
            }));
        context_.restart();
        context_.run();
        if (error_)
            std::rethrow_exception(error_);
        if (!found)
            return {};
        std::string const name = tree.without_root(found->path);
        return found->what == change::missed ? "?" : (found->what == change::written ? '+' : '-') + name;
    }

    /// All that comes up to this one, which must come.
    name_list until(std::string const& last)
    {
        name_list all;
        do
            all.push_back(next());
        while (all.back() != last);
        return all;
    }

    /// All that has come of what was done before, sorted, each once. Starts the watching if that has not begun.
    name_list changes()
    {
        std::string const mark = "mark" + std::to_string(marks_++);
        write(mark);
        name_list all = until('+' + mark);
        all.pop_back();
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }

    void write(std::string const& name) const { std::ofstream(tree / name) << name; }

    temporary_tree tree;

private:
    asio::io_context context_;
    genpool::generator<file_change> changes_;
    std::exception_ptr error_;
    int marks_ = 0;
};

std::size_t most_events()
{
    std::size_t most = 0;
    std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> most;
    return most;
}

} // namespace

BOOST_AUTO_TEST_SUITE(files_watch)

BOOST_AUTO_TEST_CASE(yields_what_is_there_and_then_what_is_written_removed_and_renamed)
{
    watched w;
    w.write("old");
    BOOST_TEST(w.changes() == name_list{"+old"}, per_element());
    w.write("new");
    w.write("old");
    BOOST_TEST(w.changes() == (name_list{"+new", "+old"}), per_element());
    fs::remove(w.tree / "old");
    fs::rename(w.tree / "new", w.tree / "renamed");
    BOOST_TEST(w.next() == "-old");
    BOOST_TEST(w.next() == "-new");
    BOOST_TEST(w.next() == "+renamed");
    fs::create_hard_link(w.tree / "renamed", w.tree / "link");
    BOOST_TEST(w.next() == "+link");
}

BOOST_AUTO_TEST_CASE(leaves_out_what_is_there_when_asked_to)
{
    temporary_tree const tree;
    tree.file("d/old");
    asio::io_context context;
    auto changes = genpool::watch(tree.root(), {.recursive = true, .existing = false});
    std::optional<file_change> found;
    changes.async_next(asio::bind_executor(
        context, [&](std::exception_ptr, std::optional<file_change> one) { found = std::move(one); }));
    context.poll(); // it waits
    BOOST_TEST(!found);
    tree.file("d/new");
    context.run();
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(tree.without_root(found->path) == "d/new");
}

BOOST_AUTO_TEST_CASE(yields_regular_files_of_the_names_that_are_wanted)
{
    watched w({.recursive = true, .extensions = {"jpg", "mark"}});
    w.write("a.JPG");
    w.write("a.txt");
    w.write(".hidden.jpg");
    fs::create_symlink("a.JPG", w.tree / "link.jpg");
    w.tree.directory(".d");
    w.tree.directory("x.jpg");
    w.write(".d/a.jpg");
    std::ofstream(w.tree / "z.mark") << 1;
    name_list first = w.until("+z.mark");
    BOOST_TEST(std::ranges::count(first, "+a.JPG") == 1);
    BOOST_TEST(std::ranges::count(first, "+a.txt") + std::ranges::count(first, "+.hidden.jpg") +
                   std::ranges::count(first, "+link.jpg") + std::ranges::count(first, "+.d/a.jpg") ==
               0);
}

BOOST_AUTO_TEST_CASE(enters_directories_that_are_made_moved_and_come_back)
{
    watched w({.recursive = true});
    w.write("first");
    BOOST_TEST(w.changes() == name_list{"+first"}, per_element());
    w.tree.directory("a/b/c");
    w.write("a/b/c/deep");
    BOOST_TEST(w.changes() == name_list{"+a/b/c/deep"}, per_element());
    w.write("a/b/c/later");
    BOOST_TEST(w.changes() == name_list{"+a/b/c/later"}, per_element());

    fs::rename(w.tree / "a/b", w.tree / "moved");
    BOOST_TEST(w.changes() == (name_list{"+moved/c/deep", "+moved/c/later", "-a/b"}), per_element());
    w.write("moved/c/new");
    BOOST_TEST(w.changes() == name_list{"+moved/c/new"}, per_element());

    temporary_tree const elsewhere;
    fs::rename(w.tree / "moved", elsewhere / "out");
    std::ofstream(elsewhere / "out/c/unseen") << 1;
    BOOST_TEST(w.changes() == name_list{"-moved"}, per_element());
    fs::rename(elsewhere / "out", w.tree / "back");
    BOOST_TEST(w.changes() == (name_list{"+back/c/deep", "+back/c/later", "+back/c/new", "+back/c/unseen"}),
               per_element());
    fs::remove_all(w.tree / "back");
    name_list const removed = w.changes();
    BOOST_TEST(removed.back() == "-back/c/unseen");
    BOOST_TEST(std::ranges::count(removed, "-back") == 1);
}

BOOST_AUTO_TEST_CASE(does_not_enter_what_it_is_not_to_enter)
{
    watched w({.recursive = true, .enter = [](fs::path const& path) { return path.filename() != "no"; }});
    w.tree.directory("no");
    w.tree.directory("yes");
    w.write("no/1");
    w.write("yes/1");
    BOOST_TEST(w.until("+yes/1") == name_list{"+yes/1"}, per_element());
    BOOST_TEST(w.changes() == name_list{}, per_element());
    w.tree.directory("yes/no");
    w.write("yes/no/2");
    w.write("no/2");
    w.write("yes/2");
    BOOST_TEST(w.changes() == name_list{"+yes/2"}, per_element());
}

BOOST_AUTO_TEST_CASE(tells_once_of_a_file_that_is_written_many_times_at_once)
{
    watched w;
    BOOST_TEST(w.changes() == name_list{}, per_element());
    for (int n = 0; n != 100; ++n) {
        w.write("one");
        w.write("other");
    }
    BOOST_TEST(w.next() == "+one");
    BOOST_TEST(w.next() == "+other");
    w.write("last");
    BOOST_TEST(w.next() == "+last");
}

BOOST_AUTO_TEST_CASE(yields_everything_again_when_the_system_has_forgotten_some)
{
    watched w({.recursive = true});
    w.tree.directory("d");
    w.write("d/before");
    w.until("+d/before");
    std::size_t const many = most_events() / 2 + 100; // each makes two
    for (std::size_t n = 0; n != many; ++n)
        w.tree.file("f" + std::to_string(n));
    w.tree.directory("e");
    w.write("e/unseen");
    w.until("?");
    std::set<std::string> again;
    while (!again.contains("+d/before") || !again.contains("+e/unseen") || again.size() != many + 2)
        again.insert(w.next());
    BOOST_TEST(again.contains("+f" + std::to_string(many - 1)));
    w.write("e/after");
    w.until("+e/after");
}

BOOST_AUTO_TEST_CASE(fails_when_the_directory_cannot_be_watched_or_goes)
{
    auto const is_missing = [](fs::filesystem_error const& error) {
        return error.code() == boost::system::errc::no_such_file_or_directory;
    };
    watched missing({}, "missing");
    BOOST_CHECK_EXCEPTION(missing.next(), fs::filesystem_error, is_missing);
    watched no_directory({}, "file");
    no_directory.write("file");
    BOOST_CHECK_THROW(no_directory.next(), fs::filesystem_error);

    watched w({.recursive = true}, "d");
    w.tree.directory("d");
    w.write("d/one");
    BOOST_TEST(w.next() == "+d/one");
    fs::rename(w.tree / "d", w.tree / "gone");
    BOOST_CHECK_EXCEPTION(w.next(), fs::filesystem_error, is_missing);
}

BOOST_AUTO_TEST_CASE(can_be_stopped_while_it_waits_and_leaves_no_descriptor_open)
{
    temporary_tree const tree;
    std::size_t const before = genpool::test::open_descriptors();
    {
        asio::io_context context;
        auto changes = genpool::watch(tree.root());
        asio::cancellation_signal stop;
        std::exception_ptr error;
        changes.async_next(asio::bind_cancellation_slot(
            stop.slot(), asio::bind_executor(context, [&](std::exception_ptr e, auto) { error = e; })));
        context.poll();
        stop.emit(asio::cancellation_type::terminal);
        context.run();
        BOOST_REQUIRE(error);
        BOOST_CHECK_EXCEPTION(std::rethrow_exception(error), boost::system::system_error,
                              [](auto const& e) { return e.code() == asio::error::operation_aborted; });
    }
    BOOST_TEST(genpool::test::open_descriptors() == before);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_watch_tests
