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

} // namespace

bool convert_by_profile(std::span<unsigned char const> profile, std::span<float const> inks,
                        std::span<float> colours)
{
    if (profile.empty())
        return false;
    // One for each call, which by default tells nobody of errors.
    owned_context const context(cmsCreateContext(nullptr, nullptr));
    if (!context)
        throw std::bad_alloc();
    owned_profile const from(cmsOpenProfileFromMemTHR(context.get(), profile.data(),
                                                      static_cast<cmsUInt32Number>(profile.size())));
    if (!from || cmsGetColorSpace(from.get()) != cmsSigCmykData)
        return false;
    owned_profile const to(cmsCreate_sRGBProfileTHR(context.get()));
    owned_transform const transform(to ? cmsCreateTransformTHR(context.get(), from.get(), TYPE_CMYK_FLT,
                                                               to.get(), TYPE_RGB_FLT,
                                                               INTENT_RELATIVE_COLORIMETRIC, 0)
                                       : nullptr);
    if (!transform)
        return false;

    std::vector<float> percents(inks.begin(), inks.end()); // which it counts inks in
    for (float& percent : percents)
        percent *= 100;
    cmsDoTransform(transform.get(), percents.data(), colours.data(),
                   static_cast<cmsUInt32Number>(inks.size() / 4));
    return true;
}

} // namespace genpool::image
