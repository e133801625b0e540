// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "remote/servers.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace genpool::test
{

/// A network inside this machine, of places with addresses of their own (network namespaces on a bridge), of which each
/// may be cut off: what is sent from or to it is lost, and nobody is told.
class network
{
public:
    explicit network(std::size_t places);
    network(network const&) = delete;
    network& operator=(network const&) = delete;
    ~network();

    server_place place(std::size_t i) const;
    /// Where this process is.
    server_place here() const { return {address(0)}; }

    void cut(std::size_t i) const;
    void join(std::size_t i) const;

private:
    std::string address(std::size_t i) const;
    std::string space(std::size_t i) const { return name_ + "-" + std::to_string(i); }
    std::string link(std::size_t i) const { return name_ + "." + std::to_string(i); }
    void remove() const;

    std::string const name_;
    std::size_t const places_;
};

/// Empty where there may be one; else what is missing.
std::string why_no_network();

} // namespace genpool::test
