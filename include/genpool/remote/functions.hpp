// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/remote/codec.hpp>
#include <genpool/remote/detail/signature.hpp>

#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace genpool::remote
{

/// What it does: the functions that a worker can be asked to call, by their names.
///
/// Object lifetimes: it owns the functions.
/// Thread safety: distinct objects: safe. Shared objects: unsafe, but for calls of what is there.
/// Exception safety: strong.
class functions
{
public:
    /// What it does: has the worker call `function` when it is asked for `name`.
    ///
    /// Parameters:
    /// - `name`: up to 200 bytes, not empty;
    /// - `function`: of one parameter, or of one and a `std::stop_token`, that is told when nobody waits for the result
    ///   any more; no template. The parameter and the result cross by their codecs (codec.hpp). In a worker of a
    ///   cluster it is called from several threads at once, in one of this machine by one.
    /// Errors: `std::invalid_argument` for a name that is there already, or is no name.
    template <class F>
    functions& add(std::string name, F function)
    {
        using signature = detail::signature_of<F>;
        static_assert(
            !std::is_void_v<typename signature::item>,
            "genpool::remote: a function is of one parameter, or of one and a std::stop_token, and no "
            "template");
        using item = std::remove_cvref_t<typename signature::item>;
        using returned = std::remove_cvref_t<typename signature::result>;
        using result = std::conditional_t<std::is_void_v<returned>, std::monostate, returned>;
        auto call = [f = std::move(function)](std::string_view bytes, std::stop_token stop) mutable {
            item value = detail::decoded<item>(bytes);
            auto const invoke = [&]() -> decltype(auto) {
                if constexpr (signature::stop_aware)
                    return std::invoke(f, std::move(value), std::move(stop));
                else
                    return std::invoke(f, std::move(value));
            };
            if constexpr (std::is_void_v<returned>) {
                invoke();
                return detail::encoded(result());
            } else {
                return detail::encoded<result>(invoke());
            }
        };
        insert(std::move(name), {detail::shape_of<result, item>(), signature::stop_aware, std::move(call)});
        return *this;
    }

    /// A function as the machinery calls it.
    struct entry
    {
        std::string shape;
        bool stop_aware;
        std::function<std::string(std::string_view, std::stop_token)> call;
    };

    /// Null if there is none.
    entry const* find(std::string_view name) const noexcept;

    /// The names, for who is told that there is none of another.
    std::string names() const;

private:
    void insert(std::string name, entry e);

    std::map<std::string, entry, std::less<>> entries_;
};

} // namespace genpool::remote
