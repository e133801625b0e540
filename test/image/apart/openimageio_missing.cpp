// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// This program is built without the path to the library that calls OpenImageIO.
#include <genpool/image/configure.hpp>
#include <genpool/image/encode.hpp>

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <future>
#include <stdexcept>

namespace image_apart_openimageio_missing_tests
{

namespace image = genpool::image;

BOOST_AUTO_TEST_SUITE(openimageio_missing)

std::vector<unsigned char> encoded()
{
    return image::encode("png", OIIO::ImageSpec(4, 4, 3, OIIO::TypeDesc::UINT8),
                         [](int, std::span<float>) {});
}

bool tells_where_it_was_looked_for(std::runtime_error const& error)
{
    auto const directory = boost::filesystem::canonical("/proc/self/exe").parent_path();
    return std::string_view(error.what()).find((directory / "libgenpool_image_openimageio.so").string()) !=
           std::string_view::npos;
}

BOOST_AUTO_TEST_CASE(is_told_of_with_the_path)
{
    BOOST_CHECK_EXCEPTION(encoded(), std::runtime_error, tells_where_it_was_looked_for);
    // This program uses OpenImageIO itself, so that the settings cannot wait.
    BOOST_CHECK_EXCEPTION(image::configure(), std::runtime_error, tells_where_it_was_looked_for);
}

BOOST_AUTO_TEST_CASE(is_told_of_again_and_on_every_thread)
{
    std::vector<std::future<std::vector<unsigned char>>> calls;
    for (int n = 0; n != 4; ++n)
        calls.push_back(std::async(std::launch::async, encoded));
    for (auto& call : calls)
        BOOST_CHECK_EXCEPTION(call.get(), std::runtime_error, tells_where_it_was_looked_for);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_apart_openimageio_missing_tests
