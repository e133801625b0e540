// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "request.hpp"

#include "../../noexcept_make_exception_ptr.hpp"
#include <genpool/remote/bytes.hpp>
#include <genpool/remote/error.hpp>

namespace genpool::remote::detail
{

using genpool::detail::noexcept_make_exception_ptr;

std::uint64_t fingerprint(std::string_view shape) noexcept
{
    std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
    for (char const c : shape)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

void append(std::string& out, request const& r)
{
    writer w(out);
    w.text(r.name);
    w.number(r.shape);
    w.raw(r.item);
}

request parse_request(std::string_view bytes)
{
    reader in(bytes);
    auto const name = in.text();
    auto const shape = in.number<std::uint64_t>();
    return {name, shape, in.raw(in.size())};
}

reply parse_reply(std::string_view bytes)
{
    reader in(bytes);
    auto const kind = in.number<std::uint8_t>();
    if (kind > static_cast<std::uint8_t>(reply_kind::given_back))
        throw malformed("a worker's reply is of no kind");
    return {static_cast<reply_kind>(kind), in.raw(in.size())};
}

std::string lost_reply(unsigned attempts)
{
    std::string out(1, static_cast<char>(reply_kind::lost));
    writer(out).number(std::uint32_t(attempts));
    return out;
}

std::exception_ptr to_exception(reply const& r, std::string_view shape) noexcept
{
    try {
        reader in(r.bytes);
        switch (r.kind) {
        case reply_kind::exception: {
            std::string type(in.text());
            return noexcept_make_exception_ptr(
                [&] { return remote_error(std::move(type), std::string(in.text())); });
        }
        case reply_kind::too_large: {
            auto const size = in.number<std::uint64_t>();
            return noexcept_make_exception_ptr(
                [&] { return too_large("a result", size, in.number<std::uint64_t>()); });
        }
        case reply_kind::lost: {
            auto const attempts = in.number<std::uint32_t>();
            return noexcept_make_exception_ptr([&] { return worker_lost(attempts); });
        }
        case reply_kind::incompatible: {
            std::string how(in.text());
            if (in.flag())
                how += " here: " + std::string(shape);
            return noexcept_make_exception_ptr([&] { return incompatible(how); });
        }
        default:
            throw malformed("a worker's reply is of another kind");
        }
    } catch (...) {
        return std::current_exception();
    }
}

} // namespace genpool::remote::detail
