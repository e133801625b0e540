// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "file.hpp"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <new>
#include <stdexcept>
#include <string_view>

namespace genpool::image
{
namespace
{

/// Whether this that libjpeg warns of tells that data is missing, or is not what it was. As of JPEGs themselves; but
/// libtiff passes on no more than the text.
bool loses_pixels(std::string_view warning) noexcept
{
    constexpr auto harmless = std::to_array<std::string_view>({"Adobe color transform", "bad ICC marker",
                                                               "Inconsistent progression", "extraneous bytes",
                                                               "JFIF revision", "Invalid SOS parameters"});
    return std::ranges::none_of(
        harmless, [&](std::string_view part) { return warning.find(part) != std::string_view::npos; });
}

} // namespace

tiff_file::tiff_file(std::span<unsigned char const> bytes, std::uint64_t most_memory) : bytes_(bytes)
{
    struct deleter
    {
        void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
    };
    std::unique_ptr<TIFFOpenOptions, deleter> const options(TIFFOpenOptionsAlloc());
    if (!options)
        throw std::bad_alloc();
    constexpr std::uint64_t most = std::numeric_limits<tmsize_t>::max();
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(std::min(most_memory, most)));
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keep_error, this);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), keep_warning, this);

    constexpr auto write = [](thandle_t, void*, tmsize_t) -> tmsize_t { return 0; };
    constexpr auto close = [](thandle_t) { return 0; };
    constexpr auto length = [](thandle_t file) -> toff_t {
        return static_cast<tiff_file*>(file)->bytes_.size();
    };
    constexpr auto unmap = [](thandle_t, void*, toff_t) {};
    tiff_.reset(
        TIFFClientOpenExt("image", "r", this, read, write, seek, close, length, map, unmap, options.get()));
    check(0, 0);
    if (!tiff_)
        throw std::runtime_error("cannot be decoded");
}

void tiff_file::check(tmsize_t bytes, tmsize_t wanted) const
{
    if (error_[0])
        throw std::runtime_error(error_.data());
    if (bytes != wanted)
        throw std::runtime_error("cannot be decoded");
}

tmsize_t tiff_file::read(thandle_t handle, void* to, tmsize_t size)
{
    auto& file = *static_cast<tiff_file*>(handle);
    auto const rest = file.bytes_.subspan(std::min<std::uint64_t>(file.at_, file.bytes_.size()));
    auto const part =
        rest.first(std::min(rest.size(), static_cast<std::size_t>(std::max<tmsize_t>(size, 0))));
    std::ranges::copy(part, static_cast<unsigned char*>(to));
    file.at_ += part.size();
    return static_cast<tmsize_t>(part.size());
}

toff_t tiff_file::seek(thandle_t handle, toff_t offset, int whence)
{
    auto& file = *static_cast<tiff_file*>(handle);
    file.at_ = offset + (whence == SEEK_CUR ? file.at_ : whence == SEEK_END ? file.bytes_.size() : 0);
    return file.at_;
}

int tiff_file::map(thandle_t handle, void** begin, toff_t* size)
{
    auto& file = *static_cast<tiff_file*>(handle);
    *begin = const_cast<unsigned char*>(file.bytes_.data()); // it is opened for reading
    *size = file.bytes_.size();
    return 1;
}

int tiff_file::keep_error(TIFF*, void* file, char const*, char const* format, va_list arguments)
{
    auto& error = static_cast<tiff_file*>(file)->error_;
    if (!error[0])
        std::vsnprintf(error.data(), error.size(), format, arguments);
    return 1; // nobody else is told
}

int tiff_file::keep_warning(TIFF*, void* file, char const* where, char const* format, va_list arguments)
{
    auto& self = *static_cast<tiff_file*>(file);
    std::string_view const codec = where ? where : "";
    bool const is_jpeg = codec == "JPEGLib" || codec == "LibJpeg";
    if (!self.reads_pixels_ || self.error_[0] || !(is_jpeg || codec.starts_with("Fax")))
        return 1;
    text warning{};
    std::vsnprintf(warning.data(), warning.size(), format, arguments);
    if (!is_jpeg || loses_pixels(warning.data()))
        self.error_ = warning;
    return 1;
}

} // namespace genpool::image
