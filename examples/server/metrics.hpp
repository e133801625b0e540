// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace server
{

/// What the calls on a pool do.
struct call_counts
{
    std::uint64_t in_flight = 0; ///< that wait or run now
    std::uint64_t returned = 0;
    double seconds = 0; ///< that they took, waiting included
};

/// What has happened, for Prometheus.
struct metrics
{
    std::map<unsigned, std::uint64_t> replies; ///< by status
    std::uint64_t connections = 0;             ///< open now
    std::uint64_t uploads = 0;                 ///< that come in now
    std::uint64_t left = 0;                    ///< clients that went before they had their reply
    std::uint64_t hits = 0;                    ///< thumbnails that were kept when they were asked for
    std::uint64_t misses = 0;                  ///< and those that were not
    std::uint64_t kept = 0;                    ///< bytes
    call_counts calls;                         ///< that make pictures
    call_counts lookups;                       ///< of files

    /// In the text format of Prometheus.
    std::string text() const;
};

} // namespace server
