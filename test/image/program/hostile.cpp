// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Bad files of all kinds among good ones: in turn, in parallel and in processes of their own the same comes of them.
#include "../../../examples/thumbnails/text/json.hpp"
#include "image/hostile/set.hpp"
#include "support.hpp"
#include "support/program/sanitized.hpp"

#include <boost/filesystem/fstream.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace image_program_hostile_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

namespace
{

/// What was told of each file, but how long it took; of some it is told twice: when they are found, and when they are
/// named.
using told = std::map<std::string, std::multiset<std::string>>;

told told_in(fs::path const& lines)
{
    told all;
    fs::ifstream input(lines);
    for (std::string line; std::getline(input, line);) {
        std::size_t const behind_path = line.find(",\"status\":");
        if (behind_path == std::string::npos)
            continue; // the sum
        std::string const what = line.substr(behind_path, line.find(",\"ms\":") - behind_path);
        all[line.substr(0, behind_path)].insert(what);
    }
    return all;
}

struct ended
{
    result how;
    told what;
    std::map<std::string, bytes> files;
};

class hostile_files
{
public:
    hostile_files()
    {
        tree_.directory("in");
        set_ = write_hostile_set(
            tree_ / "in", static_cast<std::uint32_t>(number_from("GENPOOL_TEST_GOOD", sanitized ? 50 : 240)),
            static_cast<std::uint32_t>(number_from("GENPOOL_TEST_SEED", 1)));
        fs::ofstream list(tree_ / "list");
        for (std::string const& name : set_.special)
            list << path(name) << '\0';
    }

    /// `poison`: what malloc fills memory with that is not set; nothing with 0.
    ended run(std::vector<std::string> arguments, std::string const& poison) const
    {
        fs::path const out = tree_ / "out"; // the same each time, since it is told
        arguments.insert(arguments.begin(),
                         {path(""), "--recursive", "--files-from", (tree_ / "list").string(), "-0", "-o",
                          out.string(), "--size", "32", "--metadata", "all", "--json"});
        fs::path const lines = tree_ / "told";
        ended all{
            genpool::test::run(arguments, "export MALLOC_PERTURB_=" + poison + "; exec >" + lines.string()),
            told_in(lines), files_below(out)};
        fs::remove_all(out);
        return all;
    }

    hostile_set const& set() const { return set_; }

    /// What is told of the file of that name in `all`; nothing is told of none.
    std::multiset<std::string> of(std::string const& name, told const& all) const
    {
        auto const found = all.find("{\"path\":" + thumbnails::quoted(path(name)));
        return found == all.end() ? std::multiset<std::string>() : found->second;
    }

private:
    std::string path(std::string const& name) const { return (tree_ / "in").string() + '/' + name; }

    temporary_tree tree_;
    hostile_set set_;
};

bool is_made(std::string const& what) { return what.starts_with(",\"status\":\"made\""); }

bool has_reason(std::string const& what)
{
    constexpr std::string_view failed = ",\"status\":\"failed\",\"error\":\"";
    return what.starts_with(failed) && what.size() > failed.size() + 5;
}

void check_same(ended const& one, ended const& other)
{
    BOOST_TEST(one.how.status == other.how.status);
    BOOST_TEST(one.what.size() == other.what.size());
    for (auto const& [path, what] : one.what) {
        auto const found = other.what.find(path);
        BOOST_TEST_CONTEXT(path << *what.begin())
        BOOST_TEST((found != other.what.end() && found->second == what));
    }
    BOOST_TEST(one.files.size() == other.files.size());
    for (auto const& [name, contents] : one.files) {
        auto const found = other.files.find(name);
        BOOST_TEST_CONTEXT(name)
        BOOST_TEST((found != other.files.end() && found->second == contents));
    }
}

/// Written once, and removed at the end of the program.
hostile_files const& files()
{
    static hostile_files const all;
    return all;
}

/// What comes of them one after the other.
ended const& serial()
{
    static ended const all = files().run({"--jobs", "1"}, "0");
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(thumbnails_program_hostile)

BOOST_AUTO_TEST_CASE(each_file_has_its_thumbnail_or_its_reason)
{
    hostile_set const& set = files().set();
    BOOST_TEST(set.bad.size() + set.special.size() >= 500u);

    BOOST_TEST(serial().how.status == 1);
    for (auto const* const some : {&set.good, &set.bad}) {
        for (hostile_set::entry const& one : *some) {
            auto const what = files().of(one.name, serial().what);
            BOOST_TEST_CONTEXT(one.name << (what.empty() ? "" : *what.begin()))
            {
                BOOST_REQUIRE(what.size() == 1u);
                BOOST_TEST(is_made(*what.begin()) != has_reason(*what.begin()));
                if (one.expected != verdict::either)
                    BOOST_TEST(is_made(*what.begin()) == (one.expected == verdict::readable));
            }
        }
    }
    for (std::string const& name : set.special) {
        auto const what = files().of(name, serial().what);
        BOOST_TEST_CONTEXT(name)
        BOOST_TEST((!what.empty() && std::ranges::all_of(what, has_reason)));
    }
    std::size_t made = 0;
    for (auto const& [path, what] : serial().what)
        made += static_cast<std::size_t>(std::ranges::count_if(what, is_made));
    BOOST_TEST(serial().files.size() == made); // nothing else is left
    BOOST_TEST_MESSAGE(set.good.size() << " good and " << set.bad.size() + set.special.size()
                                       << " bad files: " << made << " thumbnails");
}

BOOST_AUTO_TEST_CASE(the_same_comes_of_them_in_parallel_whatever_is_in_memory_that_is_not_set)
{
    check_same(serial(), files().run({"--jobs", "4", "--window", "64"}, "254"));
}

BOOST_AUTO_TEST_CASE(the_same_comes_of_them_in_processes_of_their_own)
{
    if (sanitized) // whose programs take more addresses than a worker may have
        return;
    ended const isolated = files().run({"--isolate", "--jobs", "2"}, "0");
    if (isolated.how.text.find("which was not built") == std::string::npos)
        check_same(serial(), isolated);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_hostile_tests
