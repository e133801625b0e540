// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Walks while the system fails, and this program's own operator new.
#include <genpool/files.hpp>

#include "support/files/temporary_tree.hpp"
#include "support/program/failing_calls.hpp"

#include <boost/filesystem/exception.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <utility>
#include <vector>

namespace files_faults_tests
{

namespace fs = boost::filesystem;
using boost::system::error_code;
using boost::test_tools::per_element;
using genpool::test::failing_calls;
using genpool::test::fault_plan;
using genpool::test::name_list;
using genpool::test::temporary_tree;

namespace
{

thread_local std::size_t allocations_left = 0; // the one that makes it 0 fails; 0: none

struct walked
{
    name_list found;
    std::vector<std::pair<std::string, int>> errors;
};

// Walks `tree` under `faults` with a callback.
walked walk(temporary_tree const& tree, fault_plan& faults, bool follow = false)
{
    walked result;
    auto const on_error = [&](fs::path const& path, error_code error) {
        result.errors.emplace_back(tree.without_root(path), error.value());
    };
    auto range =
        genpool::files(tree.root(), {.recursive = true, .follow_symlinks = follow, .on_error = on_error});
    failing_calls const now(faults);
    result.found = tree.names(std::move(range));
    return result;
}

std::vector<std::string> const calls = {"openat", "fdopendir", "readdir", "fstat", "fstatat"};

struct small_tree : temporary_tree
{
    small_tree()
    {
        for (char const* name : {"a", "d/b", "d/e/c", "f/g"})
            file(name);
        symlink("../a", "d/link");
    }

    name_list const all = {"a", "d/b", "d/e/c", "f/g"};
    name_list const all_followed = {"a", "d/b", "d/e/c", "d/link", "f/g"};
};

} // namespace

} // namespace files_faults_tests

// Inlined, they make GCC warn of a new without its delete.
[[gnu::noinline]] void* operator new(std::size_t size)
{
    using files_faults_tests::allocations_left;
    if (allocations_left != 0 && --allocations_left == 0)
        throw std::bad_alloc();
    if (void* const memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace files_faults_tests
{

BOOST_AUTO_TEST_SUITE(files_faults)

BOOST_AUTO_TEST_CASE(a_file_system_that_tells_no_kinds)
{
    small_tree tree;
    fault_plan hidden{.call = "fstatat", .hide_kinds = true};
    walked const plain = walk(tree, hidden);
    BOOST_TEST(plain.found == tree.all, per_element());
    BOOST_TEST(plain.errors.empty());
    BOOST_TEST(hidden.seen == 8u); // four files, three directories, a link

    walked const followed = walk(tree, hidden, true);
    BOOST_TEST(followed.found == tree.all_followed, per_element());
    BOOST_TEST(followed.errors.empty());
}

BOOST_AUTO_TEST_CASE(a_file_system_that_tells_kinds_is_not_asked_for_more)
{
    small_tree tree;
    for (char const* call : {"fstatat", "fstat"}) {
        fault_plan counting{.call = call};
        walk(tree, counting);
        BOOST_TEST(counting.seen == 0u);
    }
}

BOOST_AUTO_TEST_CASE(interrupted_calls_are_made_again)
{
    small_tree tree;
    for (std::string const& call : calls) {
        std::size_t seen = 1;
        for (std::size_t at = 1; at <= seen; ++at) {
            fault_plan interrupted{.call = call, .at = at, .count = 3, .error = EINTR, .hide_kinds = true};
            walked const result = walk(tree, interrupted, true);
            BOOST_TEST(result.found == tree.all_followed, per_element());
            BOOST_TEST(result.errors.empty());
            seen = interrupted.seen - 3;
        }
        BOOST_TEST(seen > 1u);
    }
}

BOOST_AUTO_TEST_CASE(each_call_that_fails_is_told_and_costs_only_what_it_stood_for)
{
    small_tree tree;
    std::size_t const descriptors = genpool::test::open_descriptors();
    std::size_t failures = 0;
    for (std::string const& call : calls) {
        for (int error : {EIO, EACCES, ENOENT, EMFILE, ENFILE, ENOMEM, ESTALE, ELOOP, ENAMETOOLONG}) {
            for (std::size_t at = 1;; ++at) {
                fault_plan failing{.call = call, .at = at, .error = error, .hide_kinds = true};
                walked const result = walk(tree, failing, true);
                if (failing.seen < at)
                    break;
                ++failures;
                BOOST_TEST_CONTEXT(call << " number " << at << " fails with " << error)
                {
                    BOOST_TEST_REQUIRE(result.errors.size() == 1u);
                    auto const& [path, code] = result.errors.front();
                    BOOST_TEST(code == error);
                    name_list expected; // all but what lies at or below the path that was told
                    for (std::string const& name : tree.all_followed)
                        if (path != tree.root().native() && name != path && !name.starts_with(path + '/'))
                            expected.push_back(name);
                    if (call ==
                        "readdir") // which may have come before the directory's other entries, or after
                        BOOST_TEST(std::ranges::includes(result.found, expected));
                    else
                        BOOST_TEST(result.found == expected, per_element());
                }
                BOOST_TEST(genpool::test::open_descriptors() == descriptors);
            }
        }
    }
    BOOST_TEST(failures > 9 * calls.size());
    BOOST_TEST_MESSAGE(failures << " failures were told");
}

BOOST_AUTO_TEST_CASE(from_some_call_on_nothing_works)
{
    small_tree tree;
    for (std::size_t at = 1;; ++at) {
        fault_plan broken{.at = at, .count = 1'000'000, .hide_kinds = true};
        auto range = genpool::files(tree.root(), {.recursive = true});
        bool thrown = false;
        try {
            failing_calls const now(broken);
            static_cast<void>(std::ranges::distance(range));
        } catch (fs::filesystem_error const& error) {
            thrown = true;
            BOOST_TEST(error.code().value() == EIO);
            BOOST_TEST(!error.path1().empty());
        }
        if (broken.seen <= at) // the last call closes the last directory: nothing can fail for that
            break;
        BOOST_TEST(thrown);
    }
}

BOOST_AUTO_TEST_CASE(without_memory_the_walk_ends_with_bad_alloc_and_leaks_nothing)
{
    small_tree tree;
    // Long enough that no string is free of allocation.
    std::string const directory = std::string(40, 'd');
    tree.file(directory + "/" + std::string(40, 'e') + "/file");
    std::size_t const descriptors = genpool::test::open_descriptors();
    for (bool directory_fails : {false, true}) {
        std::size_t failures = 0;
        for (bool failed = true; failed; ++failures) {
            fault_plan faults{.call = "fdopendir", .at = directory_fails ? 2u : 0u};
            bool out_of_memory = false;
            bool told = false;
            allocations_left = failures + 1;
            try {
                failing_calls const now(faults);
                auto range = genpool::files(
                    tree.root(), {.recursive = true, .extensions = {"an-extension-of-some-length", "file"}});
                static_cast<void>(std::ranges::distance(range));
            } catch (std::bad_alloc const&) {
                out_of_memory = true;
            } catch (fs::filesystem_error const&) {
                told = true; // also if there was no memory for its path
            }
            failed = std::exchange(allocations_left, 0) == 0;
            BOOST_TEST((out_of_memory || told) == (failed || directory_fails));
            BOOST_TEST(genpool::test::open_descriptors() == descriptors);
        }
        BOOST_TEST(failures > 10u);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_faults_tests
