// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// A program that calls OpenImageIO itself: an OpenEXR file from a specification, and its thumbnail, first from many
// threads at once.
#include <genpool/image/configure.hpp>
#include <genpool/image/encode.hpp>
#include <genpool/image/thumbnail.hpp>

#include <fstream>
#include <future>
#include <stdexcept>

namespace
{

std::vector<unsigned char> picture(std::string const& format)
{
    OIIO::ImageSpec const spec(640, 480, 3, OIIO::TypeDesc::HALF);
    return genpool::image::encode(format, spec, [](int, std::span<float> samples) {
        for (float& sample : samples)
            sample = 0.5f;
    });
}

/// Whether an exception passes through the library that is between.
template <class Exception>
bool throws(std::function<void()> const& function)
{
    try {
        function();
    } catch (Exception const&) {
        return true;
    }
    return false;
}

} // namespace

int main()
{
    genpool::image::configure();
    int threads = 0;
    if (!OIIO::getattribute("threads", threads) || threads != 1)
        return 1;

    std::vector<std::future<std::vector<unsigned char>>> pictures;
    for (int n = 0; n != 4; ++n)
        pictures.push_back(std::async(std::launch::async, picture, "openexr"));
    std::vector<unsigned char> bytes;
    for (auto& one : pictures)
        bytes = one.get();
    std::ofstream("consumer.exr", std::ios::binary)
        .write(reinterpret_cast<char const*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (genpool::image::make_thumbnail("consumer.exr").width != 256)
        return 2;

    struct own_error
    {};
    OIIO::ImageSpec const spec(8, 8, 3, OIIO::TypeDesc::UINT8);
    bool const passed =
        throws<std::invalid_argument>([] { genpool::image::encode("png", OIIO::ImageSpec(0, 0, 3), {}); }) &&
        throws<std::runtime_error>([] { picture("no such format"); }) &&
        throws<own_error>([&] { genpool::image::encode("png", spec, [](int, auto) { throw own_error(); }); });
    return passed ? 0 : 3;
}
