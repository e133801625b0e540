// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "jpeg_session.hpp"

namespace genpool::image
{

jpeg_session::jpeg_session()
{
    info.err = jpeg_std_error(&errors_);
    errors_.error_exit = escape;
    errors_.emit_message = [](j_common_ptr any, int level) {
        if (level < 0)
            escape(any);
    };
    call([this] { jpeg_create_decompress(&info); });
    memory_.serve(info);
}

void jpeg_session::escape(j_common_ptr info)
{
    auto& errors = static_cast<error_manager&>(*info->err);
    errors.format_message(info, errors.message);
    std::longjmp(errors.escape, 1);
}

} // namespace genpool::image
