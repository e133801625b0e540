// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/source.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/core/span.hpp>
#include <boost/range/adaptor/transformed.hpp>
#include <boost/range/iterator_range.hpp>
#include <boost/range/sub_range.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <concepts>
#include <deque>
#include <exception>
#include <forward_list>
#include <functional>
#include <initializer_list>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <valarray>
#include <vector>

namespace source_concepts_tests
{

namespace asio = boost::asio;
using genpool::generator;
using genpool::source;
using genpool::source_value_t;

namespace
{

template <class Signature>
struct nextable
{
    template <class Token>
    auto async_next(Token&& token)
    {
        return asio::async_initiate<Token, Signature>([](auto) {}, token);
    }
};

using by_exception = nextable<void(std::exception_ptr, std::optional<long>)>;
using by_code = nextable<void(boost::system::error_code, std::optional<std::unique_ptr<int>>)>;

struct unmovable : by_exception
{
    unmovable() = default;
    unmovable(unmovable&&) = delete;
};

struct throwing_move
{
    throwing_move(throwing_move&&) noexcept(false) {}
};

using move_only = std::unique_ptr<int>;
using move_only_view =
    decltype(std::declval<std::vector<int>>() | std::views::take(1)); // an owning_view inside

// Generators.
static_assert(source<generator<int>>);
static_assert(source<generator<move_only>>);
static_assert(source<generator<throwing_move>>);
static_assert(!source<generator<int>&>);
static_assert(!source<generator<int> const>);
static_assert(!source<generator<int> const&>);
static_assert(!source<std::reference_wrapper<generator<int>>>);
static_assert(std::same_as<source_value_t<generator<std::string>>, std::string>);

// Containers: rvalues.
static_assert(source<std::vector<int>>);
static_assert(source<std::vector<move_only>>);
static_assert(source<std::list<std::vector<move_only>>>);
static_assert(source<std::deque<std::string>>);
static_assert(source<std::forward_list<int>>);
static_assert(source<std::string>);
static_assert(source<std::set<int>>);
static_assert(source<std::vector<bool>>);
static_assert(source<std::map<int, move_only>>); // a const key is copied, its value moved
static_assert(!source<std::map<move_only, int>>);
static_assert(!source<std::set<move_only>>);
static_assert(!source<std::vector<int>&>);
static_assert(!source<std::vector<int> const&>);
static_assert(!source<std::vector<move_only> const>);
static_assert(std::same_as<source_value_t<std::vector<bool>>, bool>);
static_assert(std::same_as<source_value_t<std::vector<int>>, int>);

// Referred containers.
static_assert(source<std::reference_wrapper<std::vector<int>>>);
static_assert(source<std::reference_wrapper<std::vector<int>>&>);
static_assert(source<std::reference_wrapper<std::vector<int> const>>);
static_assert(source<std::reference_wrapper<int[3]>>);
static_assert(!source<std::reference_wrapper<std::vector<move_only>>>);
static_assert(source<int[3]>);
static_assert(source<move_only[3]>);
static_assert(source<std::array<int const, 3>>);
static_assert(!source<int (&)[3]>);
static_assert(std::same_as<source_value_t<int[3]>, int>);
static_assert(std::same_as<source_value_t<std::reference_wrapper<std::vector<int> const>>, int>);

// Views.
static_assert(source<std::span<int>>);
static_assert(source<std::span<int const>&>);
static_assert(source<std::string_view const&>);
static_assert(source<std::ranges::iota_view<int, int>&>);
static_assert(source<std::ranges::istream_view<int>>);
static_assert(source<move_only_view>);
static_assert(!source<move_only_view&>);
static_assert(!source<std::span<move_only>>);
static_assert(std::same_as<source_value_t<std::span<int const>>, int>);

// What is no view and owns nothing. The elements of an initializer_list are copied.
struct two_pointers
{
    int* first;
    int* last;
    int* begin() const { return first; }
    int* end() const { return last; }
};

struct owns_an_array
{
    int all[3];
    int* begin() { return all; }
    int* end() { return all + 3; }
    int const* begin() const { return all; }
    int const* end() const { return all + 3; }
};

struct counts // what it yields is nowhere
{
    std::ranges::iota_view<int, int> all{0, 3};
    auto begin() const { return all.begin(); }
    auto end() const { return all.end(); }
};

static_assert(!source<two_pointers> && !source<two_pointers&>);
static_assert(source<std::reference_wrapper<two_pointers>>);
static_assert(!source<boost::iterator_range<std::vector<std::string>::iterator>>);
static_assert(!source<boost::iterator_range<std::list<int>::const_iterator>>);
static_assert(!source<boost::sub_range<std::vector<int>>>);
static_assert(
    !source<decltype(boost::adaptors::transform(std::declval<std::vector<int>&>(), std::negate<>()))>);
static_assert(!source<boost::span<int>>);
static_assert(source<owns_an_array>);
static_assert(source<counts>);
static_assert(source<std::valarray<int>>);
static_assert(source<std::initializer_list<std::string>>);
static_assert(!source<std::initializer_list<std::string>&>);
static_assert(!source<std::initializer_list<move_only>>);
static_assert(std::same_as<source_value_t<std::initializer_list<std::string>>, std::string>);

// Types with async_next.
static_assert(source<by_exception>);
static_assert(source<by_code>);
static_assert(source<std::reference_wrapper<by_exception>>);
static_assert(source<std::reference_wrapper<unmovable>&>);
static_assert(!source<by_exception&>);
static_assert(!source<unmovable>);
static_assert(!source<nextable<void(std::exception_ptr, int)>>);
static_assert(!source<nextable<void(std::optional<int>)>>);
static_assert(!source<nextable<void(std::exception_ptr, std::optional<int>, int)>>);
static_assert(!source<nextable<void(int, std::optional<int>)>>);
static_assert(std::same_as<source_value_t<by_exception>, long>);
static_assert(std::same_as<source_value_t<by_code>, move_only>);

// Nothing of the kind.
static_assert(!source<int>);
static_assert(!source<int&>);
static_assert(!source<void>);
static_assert(!source<std::nullptr_t>);
static_assert(!source<int (*)()>);
static_assert(!source<std::optional<int>>);
static_assert(!source<std::reference_wrapper<int>>);

// Overloads may be chosen by the concept.
template <class T>
constexpr bool chosen(T&&)
{
    return false;
}

template <source S>
constexpr bool chosen(S&&)
{
    return true;
}

// The protocol's types.
template <class S>
using bound = genpool::detail::bound_source_t<S>;

static_assert(bound<std::vector<int>>::synchronous && bound<std::span<int>&>::synchronous);
static_assert(!bound<generator<int>>::synchronous && !bound<by_code>::synchronous);
static_assert(std::move_constructible<bound<generator<int>>> && std::move_constructible<bound<by_code>> &&
              std::move_constructible<bound<std::vector<move_only>>>);

} // namespace

BOOST_AUTO_TEST_SUITE(source_concepts)

BOOST_AUTO_TEST_CASE(choose_an_overload)
{
    std::vector<int> lvalue;
    BOOST_TEST(chosen(std::vector<int>()));
    BOOST_TEST(!chosen(lvalue));
    BOOST_TEST(chosen(std::ref(lvalue)));
    BOOST_TEST(!chosen(1));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace source_concepts_tests
