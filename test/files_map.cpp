// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/error.hpp>
#include <genpool/files.hpp>
#include <genpool/paths_from.hpp>

#include "support/temporary_tree.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/filesystem/exception.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <future>
#include <sstream>

namespace asio = boost::asio;
namespace fs = boost::filesystem;
using boost::test_tools::per_element;
using genpool::test::name_list;
using genpool::test::temporary_tree;

namespace
{

std::string name_of(fs::path path) { return path.filename().native(); }

} // namespace

BOOST_AUTO_TEST_SUITE(files_map)

BOOST_AUTO_TEST_CASE(a_directory_is_a_source)
{
    temporary_tree tree;
    name_list expected;
    for (int i = 100; i != 400; ++i) {
        expected.push_back(std::to_string(i));
        tree.file(std::to_string(i % 7) + '/' + expected.back());
    }
    asio::thread_pool pool(2);
    name_list found = genpool::async_map(pool, genpool::files(tree.root(), {.recursive = true}), name_of,
                                         {.window = 16}, asio::use_future)
                          .get();
    std::ranges::sort(found);
    BOOST_TEST(found == expected, per_element());
}

BOOST_AUTO_TEST_CASE(a_list_is_a_source)
{
    std::istringstream stream("a/b\nc/d\ne");
    asio::thread_pool pool(2);
    name_list const found =
        genpool::async_map(pool, genpool::paths_from(stream), name_of, asio::use_future).get();
    BOOST_TEST(found == (name_list{"b", "d", "e"}), per_element());
}

BOOST_AUTO_TEST_CASE(what_could_not_be_read_is_a_source_error_after_all_results)
{
    temporary_tree tree;
    for (char const* name : {"a", "d/b", "e/c"})
        tree.file(name);
    tree.symlink("missing", "dangling");
    name_list found;
    genpool::summary account;
    boost::system::error_code code;
    fs::path where;
    asio::io_context pool; // one thread: ThreadSanitizer does not see how exceptions are counted
    genpool::async_for_each(
        pool, genpool::files(tree.root(), {.recursive = true, .follow_symlinks = true}), name_of,
        [&](std::string name) { found.push_back(std::move(name)); },
        [&](std::exception_ptr error, genpool::summary s) {
            account = s;
            try {
                std::rethrow_exception(error);
            } catch (genpool::source_error const& wrapped) {
                try {
                    wrapped.rethrow_nested();
                } catch (fs::filesystem_error const& e) {
                    code = e.code();
                    where = e.path1();
                }
            }
        });
    pool.run();

    std::ranges::sort(found);
    BOOST_TEST(found == (name_list{"a", "b", "c"}), per_element());
    BOOST_TEST((account.ended == genpool::outcome::source_failed));
    BOOST_TEST(account.delivered == 3u);
    BOOST_TEST(code.value() == ENOENT);
    BOOST_TEST(where == tree / "dangling");
}

BOOST_AUTO_TEST_SUITE_END()
