// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/engine/any_pool.hpp>
#include <genpool/detail/engine/map_core.hpp>

#include <utility>

namespace genpool::detail
{

map_core::map_core(map_settings const& s, upstream_list stages, std::unique_ptr<any_pool> its_pool)
    : upstreams(std::move(stages)), pool(std::move(its_pool)), state(s, !upstreams.empty())
{}

} // namespace genpool::detail
