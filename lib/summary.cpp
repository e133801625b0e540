// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/summary.hpp>

#include <cstddef>
#include <ostream>

namespace genpool
{

char const* name_of(end_reason how) noexcept
{
    switch (how) {
    case end_reason::completed:
        return "completed";
    case end_reason::failed:
        return "failed";
    case end_reason::source_failed:
        return "source_failed";
    case end_reason::stopped:
        return "stopped";
    case end_reason::pool_gone:
        return "pool_gone";
    }
    return "unknown";
}

char const* name_of(awaiting what) noexcept
{
    constexpr char const* names[] = {"nothing", "source", "calls", "order", "consumer"};
    return names[static_cast<std::size_t>(what)];
}

std::ostream& operator<<(std::ostream& out, end_reason how) { return out << name_of(how); }

} // namespace genpool
