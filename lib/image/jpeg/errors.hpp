// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <csetjmp>
#include <cstdio> // jpeglib.h needs it
#include <jpeglib.h>

namespace genpool::image
{

/// Makes exceptions of libjpeg's errors, and of those of its warnings by which it tells that a file is cut short or
/// damaged, before it goes on as if nothing was missing.
class jpeg_errors
{
public:
    jpeg_errors();

    jpeg_errors(jpeg_errors const&) = delete;
    jpeg_errors& operator=(jpeg_errors const&) = delete;

    /// Where libjpeg finds what to do; it keeps the address.
    jpeg_error_mgr* manager() noexcept { return &manager_; }

    /// Calls `function`, which calls libjpeg. Between the two nothing may need a destructor: an error jumps
    /// over it, because exceptions must not pass through C.
    template <class F>
    void call(F const& function)
    {
        if (setjmp(manager_.escape) != 0)
            throw_error();
        function();
    }

private:
    struct error_manager : jpeg_error_mgr
    {
        std::jmp_buf escape;
        char message[JMSG_LENGTH_MAX];
    };

    static void escape(j_common_ptr info);
    [[noreturn]] void throw_error() const;

    error_manager manager_{};
};

} // namespace genpool::image
