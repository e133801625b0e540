// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/monitor.hpp>

#include <genpool/detail/engine/map_runtime.hpp>

#include <stdexcept>
#include <utility>

namespace genpool
{

map_monitor::map_monitor(std::weak_ptr<detail::map_runtime> core) noexcept : core_(std::move(core))
{
    if (auto const map = core_.lock())
        map->control().count_waits();
}

monitored map_monitor::stats() const noexcept
{
    auto const map = core_.lock();
    return map ? map->control().look() : monitored();
}

void map_monitor::request_stop() const noexcept
{
    if (auto const map = core_.lock())
        map->ending().request_stop();
}

void map_monitor::drain() const noexcept
{
    if (auto const map = core_.lock())
        map->ending().stop_pulling();
}

void map_monitor::set_concurrency(limit concurrency) const
{
    if (concurrency.is_automatic())
        throw std::invalid_argument("genpool::map_monitor: set_concurrency needs a number, not automatic");
    if (auto const map = core_.lock())
        map->control().set_concurrency(concurrency.value());
}

void map_monitor::set_window(limit window) const noexcept
{
    if (auto const map = core_.lock())
        map->control().set_window(window);
}

} // namespace genpool
