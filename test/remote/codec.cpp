// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/shapes.hpp"
#include <genpool/remote/codec.hpp>

#include <boost/filesystem/path.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace remote_codec_tests
{

using namespace genpool::remote;
using genpool::remote::detail::decoded;
using genpool::remote::detail::encoded;
using namespace genpool::test;

enum class colour : unsigned char
{
    red = 1,
    green = 200
};

struct money
{
    std::int64_t cents;
    bool operator==(money const&) const = default;
};

template <class R, class T>
std::string shape()
{
    return genpool::remote::detail::shape_of<R, T>();
}

template <class T>
T there_and_back(T const& value)
{
    return decoded<T>(encoded(value));
}

/// That a value is read as it was written, and refused when a byte is missing or too many.
template <class T>
void check(T const& value)
{
    auto const bytes = encoded(value);
    BOOST_TEST((there_and_back(value) == value), "not what was written");
    BOOST_TEST(!bytes.empty());
    for (std::size_t n = 0; n != bytes.size(); ++n)
        BOOST_CHECK_THROW(decoded<T>(std::string_view(bytes).substr(0, n)), malformed);
    BOOST_CHECK_THROW(decoded<T>(bytes + "x"), malformed);
}

figure nested_figure(unsigned depth)
{
    figure f;
    if (depth != 0)
        f.parts.push_back(nested_figure(depth - 1));
    return f;
}

using everything = std::tuple<std::string, std::vector<std::string>, std::map<int, std::string>,
                              std::optional<figure>, std::unordered_map<std::string, double>,
                              std::array<colour, 3>, std::vector<bool>, std::filesystem::path>;

} // namespace remote_codec_tests

template <>
struct genpool::remote::codec<remote_codec_tests::money>
{
    static void write(writer& out, remote_codec_tests::money const& value) { out.number(value.cents); }
    static remote_codec_tests::money read(reader& in) { return {in.number<std::int64_t>()}; }
    static void shape(shape_writer& out) { out.word("money/1"); }
};

namespace remote_codec_tests
{

BOOST_AUTO_TEST_SUITE(remote_codec)

BOOST_AUTO_TEST_CASE(numbers)
{
    check(true);
    check(false);
    check('c');
    check(std::int8_t(-128));
    check(std::uint16_t(65535));
    check((std::numeric_limits<int>::min)());
    check((std::numeric_limits<std::uint64_t>::max)());
    check(1.5F);
    check(-std::numeric_limits<double>::infinity());
    check(colour::green);
    check(std::monostate());
}

BOOST_AUTO_TEST_CASE(a_number_is_little_endian)
{
    BOOST_TEST(encoded(std::uint32_t(0x01020304)) == "\x04\x03\x02\x01");
}

BOOST_AUTO_TEST_CASE(a_bool_that_is_neither_false_nor_true_is_refused)
{
    BOOST_CHECK_THROW(decoded<bool>("\x02"), malformed);
}

BOOST_AUTO_TEST_CASE(texts_bytes_and_paths)
{
    check(std::string());
    check(std::string(1000, 'x') + std::string("\0\xff", 2));
    check(std::vector<std::byte>{std::byte(0), std::byte(255)});
    check(std::vector<unsigned char>{1, 2, 3});
    check(std::vector<char>{'a', '\0'});
    check(boost::filesystem::path("/a/\xff b"));
    check(std::filesystem::path("relative"));
}

BOOST_AUTO_TEST_CASE(containers)
{
    check(std::vector<int>{});
    check(std::vector<std::string>{"a", "", "ccc"});
    check(std::vector<bool>{true, false, true});
    check(std::vector<std::vector<int>>{{1}, {}, {2, 3}});
    check(std::vector<std::tuple<>>(3));
    check(std::array<int, 2>{1, 2});
    check(std::optional<std::string>());
    check(std::optional<std::string>("x"));
    check(std::pair<int, std::string>(1, "x"));
    check(std::tuple<int, double, std::string>(1, 2.5, "x"));
    check(std::tuple<>());
    check(std::map<std::string, int>{{"a", 1}, {"b", 2}});
    check(std::unordered_map<int, std::string>{{1, "a"}, {2, "b"}});
}

BOOST_AUTO_TEST_CASE(described_structs_with_bases_and_in_themselves)
{
    check(point{1, -2});
    check(nothing());
    check(std::vector<nothing>(3));
    figure f;
    f.name = "house";
    f.points = {{1, 2}, {3, 4}};
    f.parts = {f, figure()};
    check(f);
}

BOOST_AUTO_TEST_CASE(a_type_with_a_codec_of_its_own)
{
    check(money{-5});
    check(std::vector<money>{{1}, {2}});
}

BOOST_AUTO_TEST_CASE(shapes_tell_types_apart)
{
    BOOST_TEST((shape<int, std::string>()) == "string -> i32");
    BOOST_TEST((shape<std::monostate, double>()) == "f64 -> void");
    BOOST_TEST((shape<point, point>()) == "struct(x:i32,y:i32,) -> struct(x:i32,y:i32,)");
    BOOST_TEST(
        (shape<int, figure>()) ==
        "struct(struct(name:string,),points:vector(struct(x:i32,y:i32,)),parts:vector(struct@),) -> i32");
    BOOST_TEST((shape<int, std::vector<char>>()) == "bytes -> i32");
    BOOST_TEST((shape<int, std::map<int, std::optional<money>>>()) == "map(i32,optional(money/1)) -> i32");
    BOOST_TEST((shape<long, int>()) == (shape<long long, int>()));
    BOOST_TEST((shape<int, unsigned>()) != (shape<int, int>()));
}

BOOST_AUTO_TEST_CASE(lengths_that_are_greater_than_what_follows_are_refused_before_anything_is_allocated)
{
    std::string const huge("\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 9);
    BOOST_CHECK_THROW(decoded<std::string>(huge), malformed);
    BOOST_CHECK_THROW(decoded<std::vector<int>>(huge), malformed);
    BOOST_CHECK_THROW(decoded<std::vector<char>>(huge), malformed);
    BOOST_CHECK_THROW((decoded<std::map<int, int>>(huge)), malformed);
    std::string const more_than_64_bits = std::string(9, '\xff') + '\x7f';
    BOOST_CHECK_THROW(decoded<std::string>(more_than_64_bits), malformed);
}

BOOST_AUTO_TEST_CASE(a_map_with_a_key_twice_is_refused)
{
    BOOST_CHECK_THROW((decoded<std::map<bool, bool>>(std::string("\x02\x01\x01\x01\x01"))), malformed);
}

BOOST_AUTO_TEST_CASE(what_is_nested_deeply_is_refused_without_exhausting_the_stack)
{
    check(nested_figure(40));
    auto const deep = encoded(nested_figure(300));
    BOOST_CHECK_THROW(decoded<figure>(deep), malformed);
}

BOOST_AUTO_TEST_CASE(any_bytes_are_a_value_or_refused)
{
    std::mt19937 random(1);
    everything value{"text",       {"a", "b"},    {{1, "one"}}, nested_figure(3),
                     {{"x", 1.0}}, {colour::red}, {true},       "/p"};
    auto const good = encoded(value);
    unsigned read = 0;
    unsigned refused = 0;
    for (int i = 0; i != 20'000; ++i) {
        std::string bytes = good;
        if (i % 2 == 0) {
            bytes.resize(random() % 200);
            for (char& c : bytes)
                c = static_cast<char>(random() % 4 == 0 ? random() : random() % 3);
        } else {
            for (auto n = 1 + random() % 3; n != 0; --n)
                bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        try {
            auto const again = encoded(decoded<everything>(bytes));
            decoded<everything>(again);
            ++read;
        } catch (malformed const&) {
            ++refused;
        }
    }
    BOOST_TEST(read > 0U);
    BOOST_TEST(refused > 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_codec_tests
