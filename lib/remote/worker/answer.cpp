// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../protocol/request.hpp"
#include <genpool/remote/bytes.hpp>
#include <genpool/remote/functions.hpp>

#include <boost/core/demangle.hpp>

#include <cxxabi.h>
#include <exception>
#include <new>
#include <typeinfo>

namespace genpool::remote::detail
{
namespace
{

std::string begin(reply_kind kind) { return std::string(1, static_cast<char>(kind)); }

std::string exception_reply(std::string_view type, std::string_view text)
{
    // A text of any length would make its own reply too large.
    constexpr std::size_t longest = 10'000;
    auto out = begin(reply_kind::exception);
    writer w(out);
    w.text(type.substr(0, longest));
    w.text(text.substr(0, longest));
    return out;
}

/// Of the exception that is being handled.
std::string type_of_current_exception()
{
    std::type_info const* const type = abi::__cxa_current_exception_type();
    return type == nullptr ? "a foreign exception" : boost::core::demangle(type->name());
}

/// `with_shape`: the other side adds what it calls them by itself.
std::string incompatible_reply(std::string_view how, bool with_shape)
{
    auto out = begin(reply_kind::incompatible);
    writer w(out);
    w.text(how);
    w.number(with_shape);
    return out;
}

std::string call_reply(functions::entry const& function, request const& r, std::stop_token stop,
                       std::size_t largest_result, bool memory_is_limited)
{
    std::string out;
    try {
        out = function.call(r.item, std::move(stop));
    } catch (std::bad_alloc const& error) {
        return memory_is_limited ? begin(reply_kind::out_of_memory)
                                 : exception_reply("std::bad_alloc", error.what());
    } catch (std::exception const& error) {
        return exception_reply(type_of_current_exception(), error.what());
    } catch (abi::__forced_unwind&) {
        throw; // the thread is being cancelled
    } catch (...) {
        return exception_reply(type_of_current_exception(), "");
    }
    if (out.size() > largest_result) {
        auto const size = out.size();
        out = begin(reply_kind::too_large);
        writer w(out);
        w.number(std::uint64_t(size));
        w.number(std::uint64_t(largest_result));
        return out;
    }
    out.insert(out.begin(), static_cast<char>(reply_kind::value));
    return out;
}

} // namespace

std::string answer(functions const& all, request const& r, std::stop_token stop, std::size_t largest_result,
                   bool memory_is_limited)
{
    auto const* const function = all.find(r.name);
    if (function == nullptr)
        return incompatible_reply(
            "the worker has no function '" + std::string(r.name) + "', but " + all.names(), false);
    if (fingerprint(function->shape) != r.shape)
        return incompatible_reply(
            "the function '" + std::string(r.name) + "' is in the worker: " + function->shape + ",", true);
    return call_reply(*function, r, std::move(stop), largest_result, memory_is_limited);
}

} // namespace genpool::remote::detail
