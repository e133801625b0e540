// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "cache.hpp"

namespace server
{

std::size_t cache::cost(std::size_t key, std::size_t type, std::size_t bytes) noexcept
{
    constexpr std::size_t links = 6 * sizeof(void*); // of a node of a list and of one of a map
    constexpr std::size_t allocation = 24; // what an allocator adds to a block at most, a null included
    constexpr std::size_t blocks = 2 + 3;  // the nodes and the strings
    return key + type + bytes + sizeof(entry) + sizeof(decltype(places_)::value_type) + links +
           blocks * allocation;
}

kept_thumbnail const* cache::find(std::string_view key)
{
    auto const found = places_.find(key);
    if (found == places_.end())
        return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->made;
}

void cache::put(std::string_view key, std::string_view type, std::string_view bytes)
{
    std::size_t const added = cost(key.size(), type.size(), bytes.size());
    if (added > most_ || places_.contains(key))
        return;
    while (bytes_ > most_ - added) {
        entry const& last = entries_.back();
        bytes_ -= cost(last.key.size(), last.made.type.size(), last.made.bytes.size());
        places_.erase(last.key);
        entries_.pop_back();
    }
    entries one; // where it stays if there is no memory for its place
    // Copied, so that the strings have no room that is not counted.
    one.push_back({std::string(key), {std::string(type), std::string(bytes)}});
    places_.emplace(one.front().key, one.begin());
    entries_.splice(entries_.begin(), one);
    bytes_ += added;
}

} // namespace server
