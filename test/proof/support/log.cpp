// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "log.hpp"

#include <genpool/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace genpool::proof
{
namespace
{

/// Of what a source threw.
ending ending_of_source(std::exception_ptr const& nested) noexcept
{
    try {
        std::rethrow_exception(nested);
    } catch (source_failure const&) {
        return ending::source;
    } catch (pool_gone const&) {
        return ending::abandoned;
    } catch (boost::system::system_error const& e) {
        return e.code() == boost::asio::error::operation_aborted ? ending::abandoned : ending::other;
    } catch (...) {
        return ending::other;
    }
}

} // namespace

ending ending_of(std::exception_ptr const& error, std::size_t& item) noexcept
{
    if (!error)
        return ending::ok;
    try {
        std::rethrow_exception(error);
    } catch (call_failure const& e) {
        item = e.item;
        return ending::call;
    } catch (consumer_failure const& e) {
        item = e.item;
        return ending::consumer;
    } catch (source_error const& e) {
        return ending_of_source(e.nested_ptr());
    } catch (pool_gone const&) {
        return ending::pool_gone;
    } catch (boost::system::system_error const& e) {
        return e.code() == boost::asio::error::operation_aborted ? ending::stopped : ending::other;
    } catch (...) {
        return ending::other;
    }
}

char const* name(what kind) noexcept
{
    constexpr char const* names[] = {"advance",
                                     "pull",
                                     "source_end",
                                     "source_fail",
                                     "start",
                                     "told_to_stop",
                                     "finish",
                                     "fail",
                                     "deliver",
                                     "delivered",
                                     "consumer_fail",
                                     "ask",
                                     "aborted",
                                     "told",
                                     "complete",
                                     "initiate",
                                     "initiated",
                                     "memory_held",
                                     "value_lost",
                                     "quiescent",
                                     "try_next",
                                     "nothing",
                                     "refused",
                                     "move_on",
                                     "stop",
                                     "cancel_total",
                                     "cancel_partial",
                                     "cancel_terminal",
                                     "close",
                                     "take",
                                     "look",
                                     "narrow",
                                     "widen",
                                     "drain",
                                     "drop",
                                     "destroy_pool",
                                     "destroy_consumer",
                                     "destroy_third"};
    return names[static_cast<std::size_t>(kind)];
}

char const* name(ending how) noexcept
{
    constexpr char const* names[] = {"ok",      "call",      "source",   "abandoned",
                                     "stopped", "pool_gone", "consumer", "other"};
    return names[static_cast<std::size_t>(how)];
}

char const* name(place where) noexcept
{
    constexpr char const* names[] = {"outside", "pool", "consumer", "third"};
    return names[static_cast<std::size_t>(where)];
}

} // namespace genpool::proof
