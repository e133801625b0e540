// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace thumbnails
{

/// Writes one object of JSON, on one line, without anything that would need to be escaped in a page.
///
/// Names of files need not be UTF-8: a byte that is none becomes half a surrogate, `\udc80` to `\udcff`, as Python's
/// `surrogateescape` has it, so that `os.fsencode(json.loads(line)["path"])` is the name.
class json_object
{
public:
    json_object& text(std::string_view name, std::string_view value);
    json_object& number(std::string_view name, std::uint64_t value);
    json_object& milliseconds(std::string_view name, std::int64_t nanoseconds);
    json_object& real(std::string_view name, double value);

    /// Of what is JSON already.
    json_object& raw(std::string_view name, std::string_view value);

    std::string done() const { return text_ + '}'; }

private:
    void key(std::string_view name);

    std::string text_ = "{";
};

/// A string of JSON, with its quotes.
std::string quoted(std::string_view text);

} // namespace thumbnails
