// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/flow/accounts.hpp>
#include <genpool/detail/flow/map_settings.hpp>
#include <genpool/detail/flow/published.hpp>
#include <genpool/detail/flow/window.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

namespace genpool::detail
{

class map_state;

/// What a map knows of its consumer.
struct consumer_state
{
    explicit consumer_state(map_settings const& s) : taken(largest_batch(s)) {}

    taken_account taken;
    bool parked = false;
    bool parked_closing = false; // it has parked to learn how a map that is being closed ends
};

/// What a map's consumer does.
class consumer_events
{
public:
    consumer_events(map_state& map, published const& loops) noexcept;

    slot_id const* taken() const noexcept { return own_.taken.slots(); }
    std::uint32_t take() noexcept;
    /// Of what it has handed over.
    bool commit() noexcept { return own_.taken.commit(window_, loops_.handed_over()); }

    /// False: there is something for it.
    bool park(bool has_taken) noexcept;
    bool is_parked() const noexcept { return own_.parked; }
    /// It goes by itself. False: it had not parked.
    bool unpark() noexcept { return std::exchange(own_.parked, false); }

    void failed(bool lost_one) noexcept;
    /// What it has taken and not handed over is its own no more.
    void take_back() noexcept;

private:
    map_state& map_;
    consumer_state& own_;
    window& window_;
    published const& loops_;
};

} // namespace genpool::detail
