// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "errors.hpp"

#include <algorithm>
#include <array>
#include <jerror.h>
#include <new>
#include <stdexcept>
#include <string>

namespace genpool::image
{
namespace
{

/// What libjpeg warns of and no pixel is lost by. The others tell that data is missing, or is not what it was.
constexpr std::array harmless_warnings{
    int(JWRN_ADOBE_XFORM),       // an unknown transform of the colours, for which the usual one is taken
    int(JWRN_BOGUS_ICC),         // genpool reads profiles itself
    int(JWRN_BOGUS_PROGRESSION), // scans in an order of their own: what they tell is added up all the same
    int(JWRN_EXTRANEOUS_DATA),   // bytes between two markers
    int(JWRN_JFIF_MAJOR),        // a newer version, whose pixels are the same
    int(JWRN_NOT_SEQUENTIAL),    // numbers that only progressive files use
};

bool loses_pixels(int warning) noexcept
{
    return std::ranges::find(harmless_warnings, warning) == harmless_warnings.end();
}

} // namespace

jpeg_errors::jpeg_errors()
{
    jpeg_std_error(&manager_);
    manager_.error_exit = escape;
    manager_.emit_message = [](j_common_ptr any, int level) {
        if (level < 0 && loses_pixels(any->err->msg_code))
            escape(any);
    };
}

void jpeg_errors::escape(j_common_ptr info)
{
    auto& manager = static_cast<error_manager&>(*info->err);
    manager.format_message(info, manager.message);
    std::longjmp(manager.escape, 1);
}

void jpeg_errors::throw_error() const
{
    if (manager_.msg_code == JERR_OUT_OF_MEMORY)
        throw std::bad_alloc();
    throw std::runtime_error("JPEG error: " + std::string(manager_.message));
}

} // namespace genpool::image
