// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace server
{

/// What has happened, for Prometheus.
struct metrics
{
    std::map<unsigned, std::uint64_t> replies; ///< by status
    std::uint64_t connections = 0;             ///< open now
    std::uint64_t in_flight = 0;               ///< pictures that are made or waited for now
    std::uint64_t uploads = 0;                 ///< that come in now
    std::uint64_t calls = 0;                   ///< on the pool that have returned
    double seconds = 0;                        ///< that they took, waiting included
    std::uint64_t left = 0;                    ///< clients that went before they had their reply

    /// In the text format of Prometheus.
    std::string text() const;
};

} // namespace server
