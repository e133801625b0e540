// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "jpeg_errors.hpp"

namespace genpool::image
{

jpeg_errors::jpeg_errors()
{
    jpeg_std_error(&manager_);
    manager_.error_exit = escape;
    manager_.emit_message = [](j_common_ptr any, int level) {
        if (level < 0)
            escape(any);
    };
}

void jpeg_errors::escape(j_common_ptr info)
{
    auto& manager = static_cast<error_manager&>(*info->err);
    manager.format_message(info, manager.message);
    std::longjmp(manager.escape, 1);
}

} // namespace genpool::image
