// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "run.hpp"

namespace thumbnails
{

/// Has the thumbnails made by worker processes on this machine, one image at a time each, so that one that crashes, hangs
/// or needs too much memory costs nothing but itself.
void map_in_processes(run& all, command_line const& given);

/// Has them made by the workers of a cluster, on machines that have the same files under the same names.
void map_in_cluster(run& all, command_line const& given);

} // namespace thumbnails
