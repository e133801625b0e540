// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "ink_profile.hpp"

#include <lcms2.h>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

namespace genpool::image
{
namespace
{

template <auto Close>
struct closer
{
    template <class T>
    void operator()(T* handle) const
    {
        Close(handle);
    }
};

template <class Handle, auto Close>
using owned = std::unique_ptr<std::remove_pointer_t<Handle>, closer<Close>>;

using owned_context = owned<cmsContext, cmsDeleteContext>;
using owned_profile = owned<cmsHPROFILE, cmsCloseProfile>;
using owned_transform = owned<cmsHTRANSFORM, cmsDeleteTransform>;

struct pixels
{
    cmsColorSpaceSignature space;
    cmsUInt32Number type;
    std::size_t channels;
};

/// Replaces colours of `what` by their sRGB; false when the profile is not of these.
bool convert(std::span<unsigned char const> profile, pixels const& what, std::span<float const> from,
             std::span<float> into)
{
    if (profile.empty())
        return false;
    // One for each call, which by default tells nobody of errors.
    owned_context const context(cmsCreateContext(nullptr, nullptr));
    if (!context)
        throw std::bad_alloc();
    owned_profile const source(cmsOpenProfileFromMemTHR(context.get(), profile.data(),
                                                        static_cast<cmsUInt32Number>(profile.size())));
    if (!source || cmsGetColorSpace(source.get()) != what.space)
        return false;
    owned_profile const target(cmsCreate_sRGBProfileTHR(context.get()));
    owned_transform const transform(target ? cmsCreateTransformTHR(context.get(), source.get(), what.type,
                                                                   target.get(), TYPE_RGB_FLT,
                                                                   INTENT_RELATIVE_COLORIMETRIC, 0)
                                           : nullptr);
    if (!transform)
        return false;
    cmsDoTransform(transform.get(), from.data(), into.data(),
                   static_cast<cmsUInt32Number>(from.size() / what.channels));
    return true;
}

} // namespace

bool convert_by_profile(std::span<unsigned char const> profile, std::span<float const> inks,
                        std::span<float> colours)
{
    std::vector<float> percents(inks.begin(), inks.end()); // which it counts inks in
    for (float& percent : percents)
        percent *= 100;
    return convert(profile, {cmsSigCmykData, TYPE_CMYK_FLT, 4}, percents, colours);
}

bool convert_colours(std::span<unsigned char const> profile, int channels, std::span<float const> from,
                     std::span<float> into)
{
    return channels == 1 ? convert(profile, {cmsSigGrayData, TYPE_GRAY_FLT, 1}, from, into)
                         : convert(profile, {cmsSigRgbData, TYPE_RGB_FLT, 3}, from, into);
}

} // namespace genpool::image
