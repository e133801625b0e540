// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <string>

namespace genpool::remote
{

class functions;

namespace detail
{

/// Serves the program at the other end of the socket, until that closes it. Returns what main returns.
int serve_program(functions const& all, int descriptor);

/// How a worker takes part in a cluster.
struct cluster_membership
{
    std::string url;
    std::string name = "genpool";
    std::string credentials;
    std::string ca;
    std::string certificate;
    std::string key;
    unsigned threads = 0; ///< 0: one for each of the machine's
};

/// Serves whoever asks, until it is told to end by a signal. Returns what main returns.
int serve_cluster(functions const& all, cluster_membership const& membership);

} // namespace detail
} // namespace genpool::remote
