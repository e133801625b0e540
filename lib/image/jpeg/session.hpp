// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "errors.hpp"
#include "memory.hpp"

namespace genpool::image
{

/// libjpeg's decoder.
class jpeg_session
{
public:
    jpeg_session()
    {
        info.err = errors_.manager();
        call([this] { jpeg_create_decompress(&info); });
        memory_.serve(info);
    }

    ~jpeg_session() { jpeg_destroy_decompress(&info); }

    jpeg_session(jpeg_session const&) = delete;
    jpeg_session& operator=(jpeg_session const&) = delete;

    /// As `jpeg_errors::call`.
    template <class F>
    void call(F const& function)
    {
        errors_.call(function);
    }

    void keep_averages_alone() noexcept { memory_.keep_averages_alone(); }

    jpeg_decompress_struct info{};

private:
    jpeg_errors errors_;
    jpeg_memory memory_;
};

} // namespace genpool::image
