// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <memory>
#include <vector>

namespace genpool::detail
{

class map_runtime;

/// The maps that a source reads.
using upstream_list = std::vector<std::shared_ptr<map_runtime>>;

template <class S>
void add_upstreams(S const& source, upstream_list& list)
{
    if constexpr (requires { source.upstreams(list); })
        source.upstreams(list);
}

/// Whether a source may wait for something other than the maps that it reads, so that stopping those is not enough.
template <class S>
consteval bool waits_itself()
{
    if constexpr (requires { S::waits; })
        return S::waits;
    else
        return !S::synchronous;
}

/// Whether a source has items that are not of the maps that it reads.
template <class S>
consteval bool pulls_itself()
{
    if constexpr (requires { S::pulls; })
        return S::pulls;
    else
        return true;
}

} // namespace genpool::detail
