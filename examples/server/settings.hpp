// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/ip/address.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace server
{

/// What the server was asked to do, and what it bears.
struct settings
{
    std::string directory;
    boost::asio::ip::address address = boost::asio::ip::address_v4::loopback();
    std::uint16_t port = 8080;
    std::vector<std::string> names; ///< that it answers to beside localhost and its address
    bool isolate = false;           ///< pictures are made by processes of their own
    std::size_t jobs = 1;           ///< pictures made at once
    std::size_t in_flight = 8;      ///< pictures made or waited for at once; more are refused
    std::size_t connections = 1000;
    std::size_t cache = std::size_t(64) << 20; ///< bytes of thumbnails that are kept; 0: none is
    std::uint64_t body = 32 << 20;             ///< bytes of an upload
    std::uint64_t pixels = 100'000'000;
    std::chrono::seconds time{30}; ///< for one picture, and for a client to send or take one
    std::chrono::seconds idle{15}; ///< for a client to begin a request
    std::chrono::seconds age{60};  ///< how long others may keep what was sent
};

constexpr int least_size = 1;
constexpr int most_size = 4096;

} // namespace server
