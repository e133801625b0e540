// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/remote/bytes.hpp>

#include <string>
#include <string_view>
#include <vector>

/// How items and results cross to another process and back.
///
/// It is a format of genpool's own, of some 300 lines with the types below, since the well-kept libraries do less for
/// more. Boost.Serialization promises nothing for bytes that nobody vouches for, and a damaged archive may ask for any
/// amount of memory; it would also be one more library to link. MessagePack's C++ library cannot be installed beside
/// Boost 1.81 on Debian 12, where it depends on Boost 1.74; its C library knows no types of C++, so that all that is
/// below would be needed all the same. What they would add is that bytes tell their own types; here both sides compare
/// the shapes of the function's parameter and result, once for each call, in eight bytes.
namespace genpool::remote
{
namespace detail
{

/// The name of a type, in which a type that contains itself is named once.
class shape_writer
{
public:
    void word(std::string_view w) { text_ += w; }

    /// `prefix(...)` of what `body` writes; `prefix@` if that is being written already.
    template <class T, class Body>
    void group(std::string_view prefix, Body body)
    {
        static char id = 0; // its address is the type
        text_ += prefix;
        for (auto* const open : open_) {
            if (open == &id) {
                text_ += '@';
                return;
            }
        }
        open_.push_back(&id);
        text_ += '(';
        body();
        text_ += ')';
        open_.pop_back();
    }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::vector<void const*> open_;
};

template <class>
inline constexpr bool has_no_codec = false;

} // namespace detail

using detail::shape_writer;

/// What it does: says how a `T` crosses to another process. There are codecs for `bool`, integers, `float` and
/// `double`, enumerations with `class`, `std::string`, `std::vector` (also of bytes), `std::array`, `std::optional`,
/// `std::pair`, `std::tuple`, `std::map`, `std::unordered_map`, `std::monostate`, the paths of both `std` and `boost`,
/// and structs that are described to Boost.Describe (`BOOST_DESCRIBE_STRUCT(point, (), (x, y))`), with their bases.
/// Any other type is refused when it is compiled, unless a program specialises this template for it:
///
///     template <>
///     struct genpool::remote::codec<money>
///     {
///         static void write(writer& out, money const& value) { out.number(value.cents()); }
///         static money read(reader& in) { return money(in.number<std::int64_t>()); }
///         static void shape(shape_writer& out) { out.word("money/1"); }
///     };
///
/// `write` appends at least one byte. `read` throws for bytes that are no `T`: they may be anything. `shape` names what
/// `write` writes: change the name when that changes, so that a worker and a program that do not fit together say so.
///
/// Thread safety: its functions are called from several threads at once.
/// Exception safety: what they throw fails the call.
template <class T>
struct codec
{
    static_assert(
        detail::has_no_codec<T>,
        "genpool::remote: this type has no codec, so it cannot cross to another process: describe it to "
        "Boost.Describe, or specialise genpool::remote::codec for it");
};

namespace detail
{

template <class T>
std::string encoded(T const& value)
{
    std::string bytes;
    writer out(bytes);
    codec<T>::write(out, value);
    return bytes;
}

/// A `T` of all of the bytes.
template <class T>
T decoded(std::string_view bytes)
{
    reader in(bytes);
    T value = codec<T>::read(in);
    in.end();
    return value;
}

/// What a function of `T` that returns `R` is called by both sides.
template <class R, class T>
std::string shape_of()
{
    shape_writer out;
    codec<T>::shape(out);
    out.word(" -> ");
    codec<R>::shape(out);
    return out.take();
}

} // namespace detail
} // namespace genpool::remote

#include <genpool/remote/detail/codec_containers.hpp>
#include <genpool/remote/detail/codec_described.hpp>
#include <genpool/remote/detail/codec_values.hpp>
