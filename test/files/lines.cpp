// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/lines.hpp>

#include <boost/test/unit_test.hpp>

#include <concepts>
#include <exception>
#include <fstream>
#include <functional>
#include <ios>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace files_lines_tests
{

using boost::test_tools::per_element;

namespace
{

using texts = std::vector<std::string>;

// Appends what is yielded to `result`, so that it is kept when the range throws.
void read(genpool::line_range range, texts& result)
{
    for (std::string line : range)
        result.push_back(std::move(line));
}

texts read(std::istream& stream, char separator = '\n')
{
    texts result;
    read(genpool::lines(stream, separator), result);
    return result;
}

texts read(std::string const& text, char separator = '\n')
{
    std::istringstream stream(text);
    return read(stream, separator);
}

// Gives out its text byte by byte, counting; then does what `at_end` does, or ends.
class slow_buffer : public std::streambuf
{
public:
    slow_buffer(std::string text, std::function<void()> at_end)
        : text_(std::move(text)), at_end_(std::move(at_end))
    {}

    std::size_t given() const { return given_; }

private:
    int_type underflow() override
    {
        if (given_ == text_.size()) {
            at_end_();
            return traits_type::eof();
        }
        char* const next = text_.data() + given_++;
        setg(next, next, next + 1);
        return traits_type::to_int_type(*next);
    }

    std::string text_;
    std::function<void()> at_end_;
    std::size_t given_ = 0;
};

} // namespace

BOOST_AUTO_TEST_SUITE(lines)

BOOST_AUTO_TEST_CASE(each_line_is_a_string)
{
    static_assert(std::same_as<std::ranges::range_value_t<genpool::line_range>, std::string>);
    static_assert(std::ranges::view<genpool::line_range> && std::ranges::input_range<genpool::line_range>);
    BOOST_TEST(read("a\nb/c\nd\n") == (texts{"a", "b/c", "d"}), per_element());
    BOOST_TEST(read("").empty());
}

BOOST_AUTO_TEST_CASE(a_last_line_needs_no_separator)
{
    BOOST_TEST(read("a\nb") == (texts{"a", "b"}), per_element());
    BOOST_TEST(read("a") == texts{"a"}, per_element());
}

BOOST_AUTO_TEST_CASE(an_empty_line_is_a_line)
{
    BOOST_TEST(read("\n\na\n\n\nb\n\n") == (texts{"", "", "a", "", "", "b", ""}), per_element());
    BOOST_TEST(read("\n\n\n") == (texts{"", "", ""}), per_element());
    BOOST_TEST(read("\na") == (texts{"", "a"}), per_element());
}

BOOST_AUTO_TEST_CASE(everything_else_belongs_to_the_line)
{
    std::string const nul("e\0f", 3);
    BOOST_TEST(read("a\r\n b \n\r\n\t\n\xff\xfe\n" + nul + "\n") ==
                   (texts{"a\r", " b ", "\r", "\t", "\xff\xfe", nul}),
               per_element());
}

BOOST_AUTO_TEST_CASE(other_separators)
{
    std::string const nul(1, '\0');
    BOOST_TEST(read("a\nb" + nul + nul + "\n" + nul + "c", '\0') == (texts{"a\nb", "", "\n", "c"}),
               per_element());
    BOOST_TEST(read("a:b\n:c", ':') == (texts{"a", "b\n", "c"}), per_element());
    BOOST_TEST(read("a\xff"
                    "b",
                    '\xff') == (texts{"a", "b"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(lines_of_any_length)
{
    texts long_lines;
    std::string text;
    for (std::size_t length : {1u, 15u, 16u, 4095u, 4096u, 4097u, 5'000'000u}) {
        long_lines.push_back(std::string(length, 'x'));
        text += long_lines.back() + '\n';
    }
    BOOST_TEST((read(text) == long_lines));
}

BOOST_AUTO_TEST_CASE(nothing_is_read_ahead)
{
    slow_buffer buffer("ab\ncd\nef", [] {});
    std::istream stream(&buffer);
    auto range = genpool::lines(stream);
    BOOST_TEST(buffer.given() == 0u);
    auto position = range.begin();
    BOOST_TEST(buffer.given() == 3u);
    ++position;
    BOOST_TEST(buffer.given() == 6u);
    ++position;
    std::string const& last = *position;
    BOOST_TEST(last == "ef");
    ++position;
    BOOST_TEST((position == range.end()));
}

BOOST_AUTO_TEST_CASE(a_stream_that_breaks_is_an_error_after_every_complete_line)
{
    for (std::string const text : {"", "a\nb\n", "a\nb\nc"}) {
        slow_buffer buffer(text, [] { throw std::domain_error("the cable is cut"); });
        std::istream stream(&buffer);
        texts seen;
        BOOST_CHECK_EXCEPTION(
            read(genpool::lines(stream), seen), std::ios_base::failure, [&](std::exception const& error) {
                std::string const count = text.empty() ? "0" : "2";
                return std::string(error.what()).find("after " + count + " lines") != std::string::npos;
            });
        BOOST_TEST(seen.size() == (text.empty() ? 0u : 2u)); // part of a line is another line
    }
}

BOOST_AUTO_TEST_CASE(a_stream_that_was_never_open_is_an_error)
{
    std::ifstream stream("/missing/list.txt");
    BOOST_CHECK_THROW(read(stream), std::ios_base::failure);
    std::istream without_buffer(nullptr);
    BOOST_CHECK_THROW(read(without_buffer), std::ios_base::failure);
}

BOOST_AUTO_TEST_CASE(a_directory_read_as_a_file_is_an_error_with_the_code_of_the_system)
{
    std::ifstream stream("/");
    BOOST_CHECK_EXCEPTION(read(stream), std::ios_base::failure, [](std::ios_base::failure const& error) {
        return error.code() == std::errc::is_a_directory;
    });
}

BOOST_AUTO_TEST_CASE(what_breaks_a_stream_is_nested_in_the_error)
{
    slow_buffer buffer("a\n", [] { throw std::domain_error("the cable is cut"); });
    std::istream stream(&buffer);
    try {
        read(stream);
        BOOST_ERROR("a stream that broke is taken for one that ended");
    } catch (std::ios_base::failure const& error) {
        BOOST_TEST((error.code() == std::io_errc::stream));
        BOOST_CHECK_EXCEPTION(
            std::rethrow_if_nested(error), std::domain_error,
            [](std::exception const& cause) { return cause.what() == std::string("the cable is cut"); });
    }
}

BOOST_AUTO_TEST_CASE(a_stream_throws_afterwards_what_it_was_set_to_throw)
{
    for (auto mask :
         {std::ios_base::goodbit, std::ios_base::eofbit, std::ios_base::badbit | std::ios_base::failbit}) {
        std::istringstream good("a\nb\n");
        good.exceptions(mask);
        auto range = genpool::lines(good);
        range.begin();
        BOOST_TEST((good.exceptions() == mask));
        read(good);
        BOOST_TEST((good.exceptions() == mask));
        std::istringstream bad("a\nb\n");
        bad.setstate(std::ios_base::badbit);
        BOOST_CHECK_THROW(bad.exceptions(mask); read(bad), std::ios_base::failure);
        BOOST_TEST((bad.exceptions() == mask));
    }
}

BOOST_AUTO_TEST_CASE(a_stream_at_its_end_has_no_lines)
{
    std::istringstream stream("a\n");
    BOOST_TEST(read(stream) == texts{"a"}, per_element());
    BOOST_TEST(read(stream).empty());
}

BOOST_AUTO_TEST_CASE(a_stream_that_throws_at_its_end_only_ends)
{
    for (auto mask :
         {std::ios_base::eofbit, std::ios_base::failbit, std::ios_base::eofbit | std::ios_base::failbit,
          std::ios_base::eofbit | std::ios_base::failbit | std::ios_base::badbit}) {
        for (std::string const text : {"a\nb", "a\nb\n"}) {
            std::istringstream stream(text);
            stream.exceptions(mask);
            BOOST_TEST(read(stream) == (texts{"a", "b"}), per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_stream_that_throws_what_breaks_it_throws_just_that)
{
    auto const read_throwing = [](auto error) {
        slow_buffer buffer("a\nb", [error] { throw error; });
        std::istream stream(&buffer);
        stream.exceptions(std::ios_base::badbit);
        texts seen;
        BOOST_CHECK_EXCEPTION(read(genpool::lines(stream), seen), decltype(error),
                              [&](auto const& thrown) { return std::string(thrown.what()) == error.what(); });
        BOOST_TEST(seen == texts{"a"}, per_element());
    };
    read_throwing(std::domain_error("the cable is cut"));
    read_throwing(std::ios_base::failure("the cable is cut"));
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_broken_at_its_end_is_an_error)
{
    std::istringstream stream("");
    stream.setstate(std::ios_base::badbit | std::ios_base::eofbit);
    BOOST_CHECK_THROW(read(stream), std::ios_base::failure);
}

BOOST_AUTO_TEST_CASE(what_follows_a_range_given_up_is_left_in_the_stream)
{
    std::istringstream stream("a\nb\nc\n");
    {
        auto range = genpool::lines(stream);
        range.begin();
    }
    BOOST_TEST(read(stream) == (texts{"b", "c"}), per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_lines_tests
