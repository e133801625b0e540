// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/engine/inside.hpp>

namespace genpool::detail
{
namespace
{

thread_local unsigned depth = 0;

} // namespace

inside::inside() noexcept { ++depth; }

inside::~inside() { --depth; }

bool inside::genpool() noexcept { return depth != 0; }

} // namespace genpool::detail
