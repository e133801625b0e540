// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <string>
#include <string_view>

namespace thumbnails
{

/// `text` on one line that cannot drive a terminal: control characters become \xNN. Names of files may hold
/// any.
inline std::string printable(std::string_view text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string line;
    for (std::size_t n = 0; n != text.size(); ++n) {
        auto const c = static_cast<unsigned char>(text[n]);
        // U+0080 to U+009F, in UTF-8, are control characters too.
        bool const high = c >= 0x80 && c < 0xA0 && n != 0 && text[n - 1] == '\xC2';
        if (c < 0x20 || c == 0x7F || high)
            line.append({'\\', 'x', digits[c >> 4], digits[c & 15]});
        else
            line.push_back(text[n]);
    }
    return line;
}

} // namespace thumbnails
