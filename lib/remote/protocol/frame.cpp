// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "frame.hpp"

#include <genpool/remote/bytes.hpp>

#include <algorithm>

namespace genpool::remote::detail
{
namespace
{

constexpr std::string_view magic = "genpool worker";

template <class Body>
void append_frame(std::string& out, frame_kind kind, std::size_t size, Body body)
{
    out.reserve(out.size() + frame_header + size);
    writer w(out);
    w.number(static_cast<std::uint32_t>(size));
    w.number(static_cast<std::uint8_t>(kind));
    body(w);
}

} // namespace

void append_hello(std::string& out)
{
    append_frame(out, frame_kind::hello, magic.size() + 4, [](writer& w) {
        w.raw(magic);
        w.number(protocol);
    });
}

void append_settings(std::string& out, settings const& s)
{
    append_frame(out, frame_kind::settings, 4 + 3 * 8, [&](writer& w) {
        w.number(s.protocol);
        w.number(s.memory);
        w.number(s.largest_item);
        w.number(s.largest_result);
    });
}

void append_call(std::string& out, std::uint64_t number, request const& r)
{
    auto const begin = out.size();
    append_frame(out, frame_kind::call, r.name.size() + r.item.size() + 32,
                 [&](writer& w) { w.number(number); });
    append(out, r);
    std::string size;
    writer(size).number(static_cast<std::uint32_t>(out.size() - begin - frame_header));
    out.replace(begin, size.size(), size);
}

void append_cancel(std::string& out, std::uint64_t number)
{
    append_frame(out, frame_kind::cancel, 8, [&](writer& w) { w.number(number); });
}

void append_ask_back(std::string& out, std::uint64_t number)
{
    append_frame(out, frame_kind::ask_back, 8, [&](writer& w) { w.number(number); });
}

void append_reply(std::string& out, std::uint64_t number, std::string_view reply)
{
    append_frame(out, frame_kind::reply, 8 + reply.size(), [&](writer& w) {
        w.number(number);
        w.raw(reply);
    });
}

std::optional<frame> take_frame(std::string_view& bytes, std::size_t largest)
{
    if (bytes.size() < frame_header)
        return std::nullopt;
    reader in(bytes);
    std::size_t const size = in.number<std::uint32_t>();
    auto const kind = in.number<std::uint8_t>();
    if (kind > static_cast<std::uint8_t>(frame_kind::reply))
        throw malformed("a frame of no kind");
    if (size > largest)
        throw malformed("a frame that is larger than any can be");
    if (in.size() < size)
        return std::nullopt;
    auto const body = in.raw(size);
    bytes.remove_prefix(frame_header + size);
    return frame{static_cast<frame_kind>(kind), body};
}

std::size_t missing(std::string_view bytes) noexcept
{
    if (bytes.size() < frame_header)
        return frame_header - bytes.size();
    std::size_t const whole = frame_header + reader(bytes).number<std::uint32_t>();
    return whole - std::min(whole, bytes.size());
}

std::uint32_t parse_hello(std::string_view body)
{
    reader in(body);
    if (in.raw(magic.size()) != magic)
        throw malformed("it does not begin as a worker's");
    return in.number<std::uint32_t>();
}

settings parse_settings(std::string_view body)
{
    reader in(body);
    settings s{};
    s.protocol = in.number<std::uint32_t>();
    s.memory = in.number<std::uint64_t>();
    s.largest_item = in.number<std::uint64_t>();
    s.largest_result = in.number<std::uint64_t>();
    return s;
}

std::uint64_t take_number(std::string_view& body)
{
    reader in(body);
    auto const number = in.number<std::uint64_t>();
    body = in.raw(in.size());
    return number;
}

} // namespace genpool::remote::detail
