// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "decoding.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <random>
#include <unistd.h>

namespace genpool::test
{

using image::picture;

outcome outcome_of(decoder const& decode, bytes contents, int size, image::limits const& bounds)
{
    collect(contents);
    try {
        image::header head = image::take_header(contents);
        check(head, bounds);
        std::optional<image::pictures> made = decode(contents, head, bounds, size);
        return {made ? std::optional(std::move(made->front())) : std::nullopt, {}};
    } catch (std::runtime_error const& error) {
        return {std::nullopt, error.what()};
    }
}

outcome whole(bytes const& contents, int size)
{
    return outcome_of(image::decode_with_openimageio, contents, size);
}

picture picture_of(outcome const& made)
{
    BOOST_REQUIRE_MESSAGE(made.image, (made.reason.empty() ? "left to OpenImageIO" : made.reason));
    return *made.image;
}

void check_same(decoder const& decode, bytes const& contents, int size)
{
    auto const expected = picture_of(whole(contents, size));
    auto const made = picture_of(outcome_of(decode, contents, size));
    BOOST_TEST(made.width == expected.width);
    BOOST_TEST(made.channels == expected.channels);
    BOOST_TEST(made.has_alpha == expected.has_alpha);
    BOOST_TEST((made.samples == expected.samples));
}

double psnr(picture const& a, picture const& b)
{
    BOOST_REQUIRE(a.width == b.width);
    BOOST_REQUIRE(a.height == b.height);
    BOOST_REQUIRE(a.channels == b.channels);
    BOOST_REQUIRE(a.samples.size() == b.samples.size());
    double squares = 1e-9;
    for (std::size_t n = 0; n != a.samples.size(); ++n)
        squares += std::pow(double(a.samples[n]) - double(b.samples[n]), 2);
    return 10 * std::log10(double(a.samples.size()) / squares);
}

standard_error::standard_error() : before_(::dup(STDERR_FILENO)), file_(std::tmpfile())
{
    ::dup2(::fileno(file_), STDERR_FILENO);
}

standard_error::~standard_error()
{
    ::dup2(before_, STDERR_FILENO);
    ::close(before_);
    std::fclose(file_);
}

bool standard_error::is_empty() const { return ::lseek(::fileno(file_), 0, SEEK_END) == 0; }

void check_cut(decoder const& decode, bytes const& contents, bool is_silent)
{
    standard_error const silence;
    picture const all = picture_of(outcome_of(decode, contents, 40));
    for (std::size_t size = 2; size < contents.size(); size += 1 + size / 20) {
        bytes const cut(contents.begin(), contents.begin() + static_cast<std::ptrdiff_t>(size));
        BOOST_TEST_CONTEXT("to " << size << " of " << contents.size() << " bytes")
        {
            outcome const made = outcome_of(decode, cut, 40);
            BOOST_TEST((!made.reason.empty() || (made.image && made.image->samples == all.samples)));
        }
    }
    BOOST_TEST((silence.is_empty() || !is_silent));
}

void check_damaged(decoder const& decode, bytes const& contents, bool is_silent)
{
    standard_error const silence;
    std::mt19937 random(2026);
    for (int round = 0; round != 60; ++round) {
        // In every second round where the headers are, and most of what can go wrong.
        std::size_t const end = round % 2 ? contents.size() : std::min<std::size_t>(contents.size(), 400);
        bytes changed = contents;
        for (int n = 0; n != 3; ++n)
            changed[random() % end] = static_cast<unsigned char>(random());
        outcome const made = outcome_of(decode, changed, 40);
        if (made.image)
            BOOST_TEST(
                made.image->samples.size() ==
                static_cast<std::size_t>(made.image->width * made.image->height * made.image->channels));
    }
    BOOST_TEST((silence.is_empty() || !is_silent));
}

} // namespace genpool::test
