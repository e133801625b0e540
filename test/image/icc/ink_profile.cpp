// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Pictures of inks with a profile of these inks.
#include "../../../lib/image/colour/ink_profile.hpp"

#include "../../../lib/image/colour/inks.hpp"
#include "image/support/images.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <lcms2.h>

namespace image_icc_ink_profile_tests
{

using namespace genpool::test;

namespace
{

/// Of inks that nobody prints with: all the cyan makes red, and the others do nothing.
bytes red_cyan_profile()
{
    cmsHPROFILE const profile = cmsCreateProfilePlaceholder(nullptr);
    cmsSetProfileVersion(profile, 2.1);
    cmsSetDeviceClass(profile, cmsSigOutputClass);
    cmsSetColorSpace(profile, cmsSigCmykData);
    cmsSetPCS(profile, cmsSigLabData);
    cmsStage* const table = cmsStageAllocCLut16bit(nullptr, 2, 4, 3, nullptr);
    auto const cell = [](cmsUInt16Number const in[], cmsUInt16Number out[], void*) -> cmsInt32Number {
        cmsCIELab const lab = in[0] ? cmsCIELab{54, 81, 70} : cmsCIELab{100, 0, 0};
        cmsFloat2LabEncodedV2(out, &lab);
        return TRUE;
    };
    cmsStageSampleCLut16bit(table, cell, nullptr, 0);
    cmsPipeline* const pipeline = cmsPipelineAlloc(nullptr, 4, 3);
    cmsPipelineInsertStage(pipeline, cmsAT_BEGIN, table);
    BOOST_REQUIRE(cmsWriteTag(profile, cmsSigAToB0Tag, pipeline));
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    bytes saved(size);
    BOOST_REQUIRE(cmsSaveProfileToMem(profile, saved.data(), &size));
    cmsPipelineFree(pipeline);
    cmsCloseProfile(profile);
    return saved;
}

/// Of light, which sRGB tells with other numbers.
bytes light_profile()
{
    cmsCIExyY const white{0.3127, 0.3290, 1};
    cmsCIExyYTRIPLE const primaries{{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
    cmsToneCurve* const line = cmsBuildGamma(nullptr, 1);
    std::array<cmsToneCurve*, 3> const lines{line, line, line};
    cmsHPROFILE const profile = cmsCreateRGBProfile(&white, &primaries, lines.data());
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    bytes saved(size);
    BOOST_REQUIRE(cmsSaveProfileToMem(profile, saved.data(), &size));
    cmsFreeToneCurve(line);
    cmsCloseProfile(profile);
    return saved;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ink_profile)

BOOST_AUTO_TEST_CASE(of_light_is_converted_to_srgb_on_request)
{
    temporary_tree const tree;
    auto const half = [](float, float, int c) { return c == 0 ? 0.5f : 0.0f; };
    auto const path = file(
        tree, "a.png", with_chunk(encoded("png", spec(20, 20), half), "iCCP", icc_chunk(light_profile())));
    decoded const as_it_is = decode(genpool::image::make_thumbnail(path).bytes);
    BOOST_TEST(as_it_is.spec.find_attribute("ICCProfile"));
    BOOST_TEST(std::abs(as_it_is.at(9, 9, 0) - 0.5f) < 0.03f);
    decoded const converted = decode(genpool::image::make_thumbnail(path, {.srgb = true}).bytes);
    BOOST_TEST(!converted.spec.find_attribute("ICCProfile"));
    BOOST_TEST(std::abs(converted.at(9, 9, 0) - 0.735f) < 0.03f);
    BOOST_TEST(converted.at(9, 9, 1) < 0.05f);
}

BOOST_AUTO_TEST_CASE(tells_the_colours)
{
    std::array<float, 8> const inks{1, 0, 0, 0, 0, 1, 1, 1};
    std::array<float, 6> colours{};
    BOOST_REQUIRE(genpool::image::convert_by_profile(red_cyan_profile(), inks, colours));
    BOOST_TEST(colours[0] > 0.95f);
    BOOST_TEST(colours[1] < 0.15f);
    BOOST_TEST(colours[2] < 0.15f);
    for (std::size_t c = 3; c != 6; ++c)
        BOOST_TEST(colours[c] > 0.98f);
}

BOOST_AUTO_TEST_CASE(of_other_colours_or_damaged_does_nothing)
{
    bytes cut = red_cyan_profile();
    cut.resize(cut.size() / 2);
    for (bytes const& profile : {bytes(), bytes(500), good_profile(), cut}) {
        std::array<float, 4> const inks{1, 0, 0, 0};
        std::array<float, 3> colours{};
        BOOST_TEST(!genpool::image::convert_by_profile(profile, inks, colours));
    }
}

BOOST_AUTO_TEST_CASE(does_not_see_alpha)
{
    // Half a pixel of cyan, and nothing, which has no colour.
    genpool::image::picture picture{2, 1, 5, true, {0.5f, 0, 0, 0, 0.5f, 0, 0, 0, 0, 0}};
    genpool::image::inks_to_srgb(picture, red_cyan_profile());
    BOOST_TEST(picture.channels == 4);
    BOOST_REQUIRE(picture.samples.size() == 8u);
    BOOST_TEST(picture.samples[0] > 0.47f);
    BOOST_TEST(picture.samples[1] < 0.08f);
    BOOST_TEST(picture.samples[3] == 0.5f);
    for (std::size_t n = 4; n != 8; ++n)
        BOOST_TEST(picture.samples[n] == 0.0f);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_icc_ink_profile_tests
