// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/summary.hpp>

#include <cstddef>
#include <ostream>

namespace genpool
{

char const* name_of(outcome how) noexcept
{
    switch (how) {
    case outcome::completed:
        return "completed";
    case outcome::failed:
        return "failed";
    case outcome::source_failed:
        return "source_failed";
    case outcome::stopped:
        return "stopped";
    case outcome::pool_gone:
        return "pool_gone";
    }
    return "unknown";
}

char const* name_of(awaiting what) noexcept
{
    constexpr char const* names[] = {"nothing", "source", "calls", "order", "consumer"};
    return names[static_cast<std::size_t>(what)];
}

std::ostream& operator<<(std::ostream& out, outcome how) { return out << name_of(how); }

} // namespace genpool
