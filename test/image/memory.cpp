// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"
#include <genpool/image/thumbnail.hpp>

#include <boost/test/unit_test.hpp>

namespace image_memory_tests
{

using namespace genpool::test;
using genpool::image::image_error;
using genpool::image::make_thumbnail;

BOOST_AUTO_TEST_SUITE(image_memory)

BOOST_AUTO_TEST_CASE(makes_of_bytes_what_it_makes_of_their_file)
{
    temporary_tree const tree;
    for (char const* format : {"jpeg", "png", "webp", "tiff", "openexr"}) {
        bytes const contents = encoded(format, spec(90, 60));
        bytes const before = contents;
        auto const of_file = make_thumbnail(file(tree, format, contents), {.size = 32});
        auto const of_memory = make_thumbnail(contents, {.size = 32});
        BOOST_TEST((of_memory.bytes == of_file.bytes));
        BOOST_TEST(of_memory.width == 32);
        BOOST_TEST(of_memory.height == of_file.height);
        BOOST_TEST((contents == before));
    }
}

BOOST_AUTO_TEST_CASE(tells_the_reason_alone)
{
    bytes const contents = encoded("jpeg", spec(90, 60));
    auto const is = [](std::string const& reason) {
        return [reason](image_error const& error) {
            return error.what() == reason && error.reason() == reason && error.file().empty();
        };
    };
    BOOST_CHECK_EXCEPTION(make_thumbnail(std::span<unsigned char const>()), image_error,
                          is("the file is empty"));
    BOOST_CHECK_EXCEPTION(make_thumbnail(contents, {.source = {.file_bytes = contents.size() - 1}}),
                          image_error,
                          is(std::to_string(contents.size()) + " bytes are over the limit of " +
                             std::to_string(contents.size() - 1)));
    BOOST_CHECK_THROW(make_thumbnail(std::span(contents).first(contents.size() / 2)), image_error);
    BOOST_CHECK_THROW(make_thumbnail(contents, {.size = 0}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_memory_tests
