// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// Runs genpool-thumbnails, whose path is the argument of this test.

#include "support.hpp"

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <map>
#include <spawn.h>
#include <stdexcept>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace genpool::test;
using boost::test_tools::per_element;
namespace fs = boost::filesystem;

namespace
{

/// How a program ended, and what it wrote on standard error.
struct result
{
    int status = 0; ///< as a shell tells it
    std::string text;

    std::vector<std::string> lines() const
    {
        std::vector<std::string> all;
        for (std::size_t at = 0; at < text.size();) {
            std::size_t const end = text.find('\n', at);
            all.push_back(text.substr(at, end - at));
            at = end == std::string::npos ? end : end + 1;
        }
        return all;
    }

    /// The numbers in the last line, the summary.
    int done() const { return summary().done; }
    int failed() const { return summary().failed; }

private:
    struct numbers
    {
        int done = -1;
        int failed = -1;
    };

    numbers summary() const
    {
        std::vector<std::string> const all = lines();
        BOOST_REQUIRE(!all.empty());
        numbers found;
        double seconds = 0;
        double rate = 0;
        int end = 0;
        std::sscanf(all.back().c_str(), "%d done, %d failed, %lf seconds, %lf images per second%n",
                    &found.done, &found.failed, &seconds, &rate, &end);
        BOOST_REQUIRE(end == static_cast<int>(all.back().size()));
        return found;
    }
};

/// A run of the program.
class program
{
public:
    explicit program(std::vector<std::string> arguments)
    {
        auto const& suite = boost::unit_test::framework::master_test_suite();
        BOOST_REQUIRE(suite.argc == 2);
        arguments.insert(arguments.begin(), suite.argv[1]);
        std::vector<char*> pointers;
        for (std::string& argument : arguments)
            pointers.push_back(argument.data());
        pointers.push_back(nullptr);

        int ends[2];
        BOOST_REQUIRE(::pipe(ends) == 0);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
        ::posix_spawn_file_actions_addclose(&actions, ends[0]);
        ::posix_spawn_file_actions_addclose(&actions, ends[1]);
        BOOST_REQUIRE(::posix_spawn(&process_, pointers[0], &actions, nullptr, pointers.data(), environ) ==
                      0);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        output_ = ends[0];
    }

    program(program const&) = delete;
    program& operator=(program const&) = delete;

    ~program()
    {
        ::close(output_);
        if (process_ != 0) {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
        }
    }

    void send(int signal) const { BOOST_REQUIRE(::kill(process_, signal) == 0); }

    /// Waits until it has written `text`.
    void wait_for(std::string_view text)
    {
        while (text_.find(text) == std::string::npos)
            BOOST_REQUIRE(read());
    }

    result wait()
    {
        while (read()) {
        }
        int status = 0;
        BOOST_REQUIRE(::waitpid(process_, &status, 0) == process_);
        process_ = 0;
        return {WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), text_};
    }

    bool was_killed_by(int signal)
    {
        int status = 0;
        BOOST_REQUIRE(::waitpid(process_, &status, 0) == process_);
        process_ = 0;
        return WIFSIGNALED(status) && WTERMSIG(status) == signal;
    }

private:
    bool read()
    {
        char buffer[4096];
        ssize_t const size = ::read(output_, buffer, sizeof(buffer));
        BOOST_REQUIRE(size >= 0);
        text_.append(buffer, static_cast<std::size_t>(size));
        return size != 0;
    }

    pid_t process_ = 0;
    int output_ = -1;
    std::string text_;
};

result run(std::vector<std::string> arguments) { return program(std::move(arguments)).wait(); }

/// The files below a directory, by name, hidden ones too.
std::map<std::string, bytes> files_below(fs::path const& directory)
{
    std::map<std::string, bytes> found;
    for (fs::directory_entry const& entry : fs::recursive_directory_iterator(directory)) {
        if (fs::is_regular_file(entry.path()))
            found.emplace(entry.path().lexically_relative(directory).string(), contents_of(entry.path()));
    }
    return found;
}

name_list names_below(fs::path const& directory)
{
    name_list names;
    for (auto const& [name, contents] : files_below(directory))
        names.push_back(name);
    return names;
}

/// Waits until there is a file in `directory` that is done.
class first_file
{
public:
    explicit first_file(fs::path const& directory)
        : events_(::inotify_init1(IN_CLOEXEC)),
          watch_(::inotify_add_watch(events_, directory.c_str(), IN_MOVED_TO))
    {
        BOOST_REQUIRE(watch_ != -1);
    }

    ~first_file() { ::close(events_); }

    void wait() const
    {
        char buffer[4096];
        BOOST_REQUIRE(::read(events_, buffer, sizeof(buffer)) > 0);
    }

private:
    int events_;
    int watch_;
};

/// `count` names of one image that takes a while.
void add_slow_images(temporary_tree const& tree, int count)
{
    OIIO::ImageSpec made = spec(1500, 1000);
    made.attribute("jpeg:progressive", 1);
    fs::path const first = file(tree, "in/0.jpg", encoded("jpeg", made));
    for (int n = 1; n != count; ++n)
        fs::create_hard_link(first, tree / ("in/" + std::to_string(n) + ".jpg"));
}

} // namespace

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

BOOST_AUTO_TEST_CASE(has_nothing_to_do_in_an_empty_directory)
{
    temporary_tree const tree;
    tree.directory("in");
    result const ended = run({(tree / "in").string(), "-o", (tree / "out").string()});
    BOOST_TEST(ended.status == 0);
    BOOST_TEST(ended.done() == 0);
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
        {in, "-o", out, "--size", "0"},
        {in, "-o", out, "--size", "65501"},
        {in, "-o", out, "--size", "many"},
        {in, "-o", out, "--jobs", "0"},
        {in, "-o", out, "--jobs", "-1"},
        {in, "-o", out, "--window", "0"},
        {in, "-o", out, "--rec"},
        {in, "-o", out, "--no-such-option"},
        {in, "-o", in},
        {in, "-o", in + "/sub/.."},
        {in + "/sub", "-o", in, "--recursive"},
        {in, "-o", (tree / "file").string()},
        {(tree / "missing").string(), "-o", out},
        {(tree / "file").string(), "-o", out},
    };
    for (auto const& arguments : wrong) {
        result const ended = run(arguments);
        BOOST_TEST(ended.status == 2);
        BOOST_TEST(ended.text.starts_with("genpool-thumbnails: "));
    }
}

BOOST_AUTO_TEST_CASE(does_not_read_its_own_output)
{
    temporary_tree const tree;
    tree.directory("in/out-of-the-way");
    file(tree, "in/a.jpg", encoded("jpeg", spec(40, 30)));
    file(tree, "in/out-of-the-way/b.jpg", encoded("jpeg", spec(40, 30)));
    for (std::string const& in : {(tree / "in").string(), (tree / "in").string() + "//"}) {
        for (int n = 0; n != 2; ++n) {
            result const ended = run({in, "-o", (tree / "in/out").string(), "--recursive"});
            BOOST_TEST(ended.done() == 2);
        }
    }
    BOOST_TEST(names_below(tree / "in/out") == name_list({"a.jpg.jpg", "out-of-the-way/b.jpg.jpg"}),
               per_element());
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
    BOOST_TEST(files_below(tree / "one").size() == 24u);
}

BOOST_AUTO_TEST_CASE(finishes_what_was_begun_when_it_is_interrupted)
{
    for (int const signal : {SIGINT, SIGTERM}) {
        temporary_tree const tree;
        tree.directory("in");
        tree.directory("out");
        constexpr int many = 1000;
        add_slow_images(tree, many);
        first_file const begun(tree / "out");
        program thumbnails(
            {(tree / "in").string(), "-o", (tree / "out").string(), "--jobs", "2", "--window", "4"});
        begun.wait();
        thumbnails.send(signal);
        result const ended = thumbnails.wait();
        BOOST_TEST(ended.status == 130);
        BOOST_TEST(ended.lines().size() == 2u);
        BOOST_TEST(ended.failed() == 0);
        BOOST_TEST(ended.done() < many);
        auto const files = files_below(tree / "out");
        BOOST_TEST(files.size() == static_cast<std::size_t>(ended.done()));
        for (auto const& [name, contents] : files) {
            BOOST_TEST(name.ends_with(".jpg.jpg"));
            BOOST_TEST(decode(contents).spec.width == 256);
        }
    }
}

BOOST_AUTO_TEST_CASE(stops_at_once_when_it_is_interrupted_again)
{
    temporary_tree const tree;
    tree.directory("in");
    tree.directory("out");
    add_slow_images(tree, 1000);
    first_file const begun(tree / "out");
    program thumbnails(
        {(tree / "in").string(), "-o", (tree / "out").string(), "--jobs", "1", "--window", "1000"});
    begun.wait();
    thumbnails.send(SIGINT);
    thumbnails.wait_for("Finishing");
    thumbnails.send(SIGINT);
    BOOST_TEST(thumbnails.was_killed_by(SIGINT));
}

BOOST_AUTO_TEST_SUITE_END()
