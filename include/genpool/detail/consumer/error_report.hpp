// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <atomic>

namespace genpool::detail
{

/// Who reports a map's error: the consumer or who closes the map, whichever comes first, and after that only it. From
/// any thread: if each only looked at what the other has done, both would report an error that they reach at the same
/// instant.
class error_report
{
public:
    /// False: a closing has reported it.
    bool by_consumer() noexcept { return by(reporter::consumer); }
    /// False: the consumer was told. Each who closes the map is told again.
    bool by_closing() noexcept { return by(reporter::closing); }
    bool made() const noexcept { return first_ != reporter::nobody; }

private:
    enum class reporter : unsigned char
    {
        nobody,
        consumer,
        closing
    };

    bool by(reporter who) noexcept
    {
        auto first = reporter::nobody;
        return first_.compare_exchange_strong(first, who) || first == who;
    }

    std::atomic<reporter> first_{reporter::nobody};
};

} // namespace genpool::detail
