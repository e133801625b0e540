// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "jpeg_memory.hpp"

#include <csetjmp>
#include <cstdio> // jpeglib.h needs it
#include <jpeglib.h>
#include <stdexcept>
#include <string>

namespace genpool::image
{

/// libjpeg's decoder, whose errors become exceptions. Its warnings too: with them it tells that a file is cut
/// short or damaged, and goes on as if nothing was missing.
class jpeg_session
{
public:
    jpeg_session();
    ~jpeg_session() { jpeg_destroy_decompress(&info); }

    jpeg_session(jpeg_session const&) = delete;
    jpeg_session& operator=(jpeg_session const&) = delete;

    /// Calls `function`, which calls libjpeg. Between the two nothing may need a destructor: an error jumps
    /// over it, because exceptions must not pass through C.
    template <class F>
    void call(F const& function)
    {
        if (setjmp(errors_.escape) != 0)
            throw std::runtime_error("JPEG error: " + std::string(errors_.message));
        function();
    }

    void keep_averages_alone() noexcept { memory_.keep_averages_alone(); }

    jpeg_decompress_struct info{};

private:
    struct error_manager : jpeg_error_mgr
    {
        std::jmp_buf escape;
        char message[JMSG_LENGTH_MAX];
    };

    static void escape(j_common_ptr info);

    error_manager errors_{};
    jpeg_memory memory_;
};

} // namespace genpool::image
