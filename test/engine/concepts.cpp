// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What the concepts and the calls accept and refuse: it is tested by being compiled.
#include <genpool.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace engine_concepts_tests
{

namespace asio = boost::asio;
using genpool::function_for;
using genpool::pool;
using genpool::result_callback_for;
using genpool::result_t;
using genpool::source;

namespace
{

using pointer = std::unique_ptr<int>;

struct item
{
    int twice();
    int value;
};

struct for_ints_and_stop
{
    int operator()(int, std::stop_token) const;
};

struct for_both
{
    char operator()(int) const;
    int operator()(int, std::stop_token) const;
};

struct only_as_rvalue
{
    int operator()(int) &&;
};

// Pools.
static_assert(pool<asio::thread_pool> && pool<asio::thread_pool&>);
static_assert(pool<asio::thread_pool::executor_type> && pool<asio::thread_pool::executor_type const&>);
static_assert(pool<asio::io_context&> && pool<asio::io_context::executor_type>);
static_assert(pool<asio::system_executor> && pool<asio::any_io_executor>);
static_assert(pool<asio::strand<asio::any_io_executor>> &&
              pool<asio::strand<asio::thread_pool::executor_type>>);
static_assert(!pool<asio::execution_context&>);
static_assert(!pool<asio::thread_pool*> && !pool<asio::steady_timer&>);
static_assert(!pool<int> && !pool<void> && !pool<std::vector<int>>);

// Functions.
static_assert(function_for<int (*)(int), int> && function_for<int (*)(int const&), int>);
static_assert(function_for<void (*)(int&&), int> && function_for<int (*)(long), int>);
static_assert(function_for<int (*)(pointer), pointer>);
static_assert(!function_for<int (*)(int&), int>);
static_assert(!function_for<int (*)(std::string), int> && !function_for<int (*)(), int>);
static_assert(!function_for<int (*)(int, int), int>);
static_assert(function_for<decltype(&item::twice), item> && function_for<decltype(&item::value), item>);
static_assert(function_for<for_ints_and_stop, int> && function_for<for_both, int>);
static_assert(!function_for<only_as_rvalue, int>); // it is called many times
static_assert(!function_for<int, int> && !function_for<int (*)(std::stop_token), int>);
static_assert(function_for<std::function<int(int)>, int>);
static_assert(function_for<asio::awaitable<int> (*)(int), int>);

// Results.
static_assert(std::same_as<result_t<int (*)(int), int>, int>);
static_assert(std::same_as<result_t<int const& (*)(int), int>, int>);
static_assert(std::same_as<result_t<pointer && (*)(int), int>, pointer>);
static_assert(std::same_as<result_t<void (*)(int), int>, std::monostate>);
static_assert(std::same_as<result_t<char const (&(*)(int))[4], int>, char const*>);
static_assert(std::same_as<result_t<for_ints_and_stop, int>, int>);
static_assert(std::same_as<result_t<for_both, int>, char>); // the item alone comes first
static_assert(std::same_as<result_t<asio::awaitable<pointer> (*)(int), int>, pointer>);
static_assert(std::same_as<result_t<asio::awaitable<void> (*)(int), int>, std::monostate>);
static_assert(std::same_as<result_t<decltype(&item::value), item>, int>);

// Callbacks for results.
static_assert(result_callback_for<void (*)(int), int> && result_callback_for<void (*)(int const&), int>);
static_assert(result_callback_for<asio::awaitable<void> (*)(int), int>);
static_assert(!result_callback_for<int (*)(int), int> &&
              !result_callback_for<asio::awaitable<int> (*)(int), int>);
static_assert(result_callback_for<void (*)(pointer), pointer> &&
              result_callback_for<void (*)(pointer&&), pointer>);
static_assert(!result_callback_for<void (*)(pointer&), pointer>);
static_assert(!result_callback_for<void (*)(), int> && !result_callback_for<void (*)(std::string), int>);
static_assert(result_callback_for<void (*)(), std::monostate>);
static_assert(result_callback_for<void (*)(std::monostate), std::monostate>);
static_assert(!result_callback_for<void (*)(int), std::monostate>);

// Sources that the library makes itself.
static_assert(source<genpool::stream<int>> && source<genpool::stream<pointer>> &&
              source<genpool::stream<void>>);
static_assert(!source<genpool::stream<int>&> && !source<genpool::stream<int> const>);
static_assert(std::same_as<genpool::source_value_t<genpool::stream<void>>, std::monostate>);
static_assert(source<genpool::path_range> && !source<genpool::path_range&>);
static_assert(source<std::reference_wrapper<genpool::path_range>>);
static_assert(!source<std::reference_wrapper<genpool::stream<int>>>);

// Streams.
static_assert(std::movable<genpool::stream<int>> && !std::copyable<genpool::stream<int>>);
static_assert(std::same_as<genpool::stream<int>::executor_type, asio::any_io_executor>);
static_assert(std::same_as<genpool::stream<int>::value_type, int>);
static_assert(std::same_as<genpool::stream<void>::value_type, std::monostate>);

// Tokens.
struct increment
{
    int operator()(int i) const { return i + 1; }
};

struct discard
{
    void operator()(int) const {}
};

template <class Token>
concept maps = requires(asio::thread_pool& p, Token token)
{
    genpool::async_map(p, std::vector<int>(), increment(), token);
};

template <class Token>
concept maps_to_nothing = requires(asio::thread_pool& p, Token token)
{
    genpool::async_map(p, std::vector<int>(), discard(), token);
};

template <class Token>
concept goes_on = requires(genpool::stream<pointer>& s, Token token)
{
    s.async_next(token);
};

template <class Token>
concept closes = requires(genpool::stream<pointer>& s, Token token)
{
    s.async_close(token);
};

template <class... Args>
using callback = void (*)(std::exception_ptr, Args...);

static_assert(maps<callback<std::vector<int>>> && !maps<callback<>> && !maps<callback<int>>);
static_assert(maps_to_nothing<callback<>> && !maps_to_nothing<callback<std::vector<int>>>);
static_assert(goes_on<callback<std::optional<pointer>>> && goes_on<callback<std::optional<pointer>&&>>);
static_assert(!goes_on<callback<std::optional<pointer>&>> && !goes_on<callback<pointer>>);
static_assert(closes<callback<genpool::summary>> && closes<callback<genpool::summary const&>>);
static_assert(!closes<callback<>> && !closes<int>);

template <class Token>
concept fits_everywhere = maps<Token> && maps_to_nothing<Token> && goes_on<Token> && closes<Token>;

static_assert(fits_everywhere<asio::use_future_t<>> && fits_everywhere<asio::use_awaitable_t<>>);
static_assert(fits_everywhere<asio::deferred_t> && fits_everywhere<asio::detached_t>);
static_assert(fits_everywhere<asio::as_tuple_t<asio::use_awaitable_t<>>>);
static_assert(fits_everywhere<asio::executor_binder<asio::use_future_t<>, asio::any_io_executor>>);
static_assert(!fits_everywhere<int>);

} // namespace

} // namespace engine_concepts_tests
