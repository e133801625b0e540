// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/async_for_each.hpp>
#include <genpool/async_map.hpp>
#include <genpool/error.hpp>
#include <genpool/files.hpp>
#include <genpool/paths_from.hpp>

#include "support/files/temporary_tree.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/filesystem/exception.hpp>
#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <sstream>
#include <stop_token>
#include <string>

namespace files_map_tests
{

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

BOOST_AUTO_TEST_CASE(functions_of_standard_paths_are_called_with_them)
{
    namespace std_fs = std::filesystem;
    temporary_tree tree;
    tree.file("one");
    asio::thread_pool pool(2);
    auto const names = [&](auto function) {
        return genpool::async_map(pool, genpool::files(tree.root()), function, asio::use_future).get();
    };
    name_list const expected{"one"};
    BOOST_TEST(names([](std_fs::path p) { return p.filename().string(); }) == expected, per_element());
    BOOST_TEST(names([](std_fs::path const& p) { return p.filename().string(); }) == expected, per_element());
    BOOST_TEST(names([](std_fs::path&& p) { return p.filename().string(); }) == expected, per_element());
    BOOST_TEST(names([](std_fs::path p, std::stop_token) { return p.filename().string(); }) == expected,
               per_element());
    auto const awaited = [](std_fs::path const& p) -> asio::awaitable<std::string> {
        co_await asio::post(asio::use_awaitable);
        co_return p.filename().string();
    };
    BOOST_TEST(names(awaited) == expected, per_element());
    BOOST_TEST(names(std::cref(awaited)) == expected, per_element());
    static_assert(genpool::function_for<std::uintmax_t (*)(std_fs::path const&), fs::path>);
    static_assert(!genpool::function_for<void (*)(std_fs::path const&), int>);
    static_assert(!genpool::function_for<void (*)(int), fs::path>);

    std::size_t bytes = 0;
    auto const size = [](std_fs::path const& p) { return std_fs::file_size(p); };
    auto const add = [&](std::uintmax_t n) { bytes += n; };
    auto const from_standard = genpool::files(std_fs::path(tree.root().native()));
    static_assert(std::same_as<decltype(from_standard), genpool::path_range const>);
    genpool::async_for_each(pool, genpool::files(tree.root()), size, add, asio::use_future).get();
    BOOST_TEST(bytes == std_fs::file_size(std_fs::path((tree.root() / "one").native())));
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
    BOOST_TEST((account.ended == genpool::end_reason::source_failed));
    BOOST_TEST(account.delivered == 3u);
    BOOST_TEST(code.value() == ENOENT);
    BOOST_TEST(where == tree / "dangling");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_map_tests
