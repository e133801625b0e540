// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/summary.hpp>

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

std::ostream& operator<<(std::ostream& out, outcome how) { return out << name_of(how); }

} // namespace genpool
