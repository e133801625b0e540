// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "reply.hpp"
#include <genpool/image/thumbnail.hpp>

#include <functional>
#include <stop_token>

namespace server
{

/// A reply with the thumbnail that `make` returns, or one that says in words what is wrong with the image.
reply picture_reply(std::stop_token const& stop, std::function<genpool::image::thumbnail()> const& make);

} // namespace server
