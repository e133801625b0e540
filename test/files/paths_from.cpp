// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Reading a stream is tested with the lines, which are read in the same way.
#include <genpool/paths_from.hpp>

#include <boost/filesystem/path.hpp>
#include <boost/test/unit_test.hpp>

#include <concepts>
#include <fstream>
#include <ios>
#include <sstream>
#include <string>
#include <vector>

namespace files_paths_from_tests
{

namespace fs = boost::filesystem;
using boost::test_tools::per_element;

namespace
{

using texts = std::vector<std::string>;

texts read(std::istream& stream, char separator = '\n')
{
    texts result;
    for (fs::path path : genpool::paths_from(stream, separator))
        result.push_back(path.native());
    return result;
}

texts read(std::string const& text, char separator = '\n')
{
    std::istringstream stream(text);
    return read(stream, separator);
}

} // namespace

BOOST_AUTO_TEST_SUITE(paths_from)

BOOST_AUTO_TEST_CASE(each_line_is_a_path)
{
    std::istringstream nothing;
    static_assert(std::same_as<decltype(genpool::paths_from(nothing)), genpool::path_range>);
    BOOST_TEST(read("a\nb/c\nd\n") == (texts{"a", "b/c", "d"}), per_element());
    BOOST_TEST(read("a\nb") == (texts{"a", "b"}), per_element());
    BOOST_TEST(read("").empty());
}

BOOST_AUTO_TEST_CASE(empty_lines_are_passed_over)
{
    BOOST_TEST(read("\n\na\n\n\nb\n\n") == (texts{"a", "b"}), per_element());
    BOOST_TEST(read("\n\n\n").empty());
}

BOOST_AUTO_TEST_CASE(everything_else_belongs_to_the_name)
{
    std::string const nul("e\0f", 3);
    BOOST_TEST(read("a\r\n b \n\r\n\t\n\xff\xfe\n" + nul + "\n") ==
                   (texts{"a\r", " b ", "\r", "\t", "\xff\xfe", nul}),
               per_element());
}

BOOST_AUTO_TEST_CASE(names_with_newlines_end_with_another_separator)
{
    std::string const nul(1, '\0');
    BOOST_TEST(read("a\nb" + nul + nul + "\n" + nul + "c", '\0') == (texts{"a\nb", "\n", "c"}),
               per_element());
}

BOOST_AUTO_TEST_CASE(a_stream_that_cannot_be_read_is_an_error_that_says_whose)
{
    std::ifstream stream("/");
    BOOST_CHECK_EXCEPTION(read(stream), std::ios_base::failure, [](std::ios_base::failure const& error) {
        return std::string(error.what()).find("genpool::paths_from: ") == 0;
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace files_paths_from_tests
