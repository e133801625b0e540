// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../../lib/image/crc.hpp"

#include <boost/crc.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(crc)

BOOST_AUTO_TEST_CASE(is_that_of_boost)
{
    std::mt19937 random(1);
    for (std::size_t size = 0; size != 100; ++size) {
        std::vector<unsigned char> bytes(size);
        std::ranges::generate(bytes, [&] { return static_cast<unsigned char>(random()); });
        boost::crc_32_type expected;
        expected.process_bytes(bytes.data(), bytes.size());
        BOOST_TEST(genpool::image::png_checksum::of(bytes) == expected.checksum());
    }
}

BOOST_AUTO_TEST_SUITE_END()
