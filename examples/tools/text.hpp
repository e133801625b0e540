// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <string>
#include <string_view>

namespace tools
{

/// `text` within HTML, also within the quotes of an attribute.
std::string html_text(std::string_view text);

/// `bytes` as a URL has them: everything but letters, digits and `-._~/` becomes %XX.
std::string url_path(std::string_view bytes);

/// As a `data:` URL has it.
std::string base64(std::string_view bytes);

} // namespace tools
