// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "elsewhere.hpp"

namespace thumbnails
{
namespace
{

[[noreturn]] void refuse()
{
    throw usage_error("--isolate and --cluster need genpool::remote, which was not built");
}

} // namespace

void map_in_processes(run&, command_line const&) { refuse(); }
void map_in_cluster(run&, command_line const&) { refuse(); }

} // namespace thumbnails
