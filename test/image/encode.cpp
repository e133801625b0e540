// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"
#include <genpool/image/encode.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>

namespace image_encode_tests
{

using namespace genpool::test;

BOOST_AUTO_TEST_SUITE(encode)

BOOST_AUTO_TEST_CASE(refuses_sizes_that_end_the_process_elsewhere)
{
    BOOST_CHECK_THROW(encoded("jpeg", spec(65501, 1)), std::invalid_argument);
    BOOST_CHECK_THROW(encoded("jpeg", spec(1, 65501)), std::invalid_argument);
    BOOST_CHECK_THROW(encoded("png", spec(0, 1)), std::invalid_argument);
    BOOST_CHECK_THROW(encoded("png", spec(1, -1)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(tells_of_formats_that_there_are_not)
{
    BOOST_CHECK_THROW(encoded("no-such-format", spec(1, 1)), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(passes_on_what_the_caller_throws)
{
    auto const fail = [](float, float, int) -> float { throw std::domain_error("mine"); };
    BOOST_CHECK_THROW(encoded("png", spec(4, 4), fail), std::domain_error);
}

BOOST_AUTO_TEST_CASE(asks_for_each_row_once_from_the_top)
{
    std::vector<int> rows;
    genpool::image::encode("png", spec(5, 4), [&](int row, std::span<float> samples) {
        BOOST_TEST(samples.size() == 15u);
        std::ranges::fill(samples, 0.5f);
        rows.push_back(row);
    });
    BOOST_TEST(rows == std::vector<int>({0, 1, 2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_encode_tests
