// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/remote/processes.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace thumbnails
{

/// `count` workers of this machine, processes of `program`, beside this one, in which an image that crashes or hangs a
/// decoder, or needs too much memory, costs nothing but itself. Throws when there is no such program.
genpool::remote::process_options worker_options(std::size_t count,
                                                std::optional<std::chrono::nanoseconds> call_time,
                                                char const* program = "genpool-worker");

/// In words.
std::string reason_of(genpool::remote::worker_lost const& lost);

} // namespace thumbnails
