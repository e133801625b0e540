// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/asio/call_stack_marker.hpp>

namespace genpool::detail
{
namespace
{

thread_local unsigned depth = 0;

} // namespace

call_stack_marker::call_stack_marker() noexcept { ++depth; }

call_stack_marker::~call_stack_marker() { --depth; }

bool call_stack_marker::genpool() noexcept { return depth != 0; }

} // namespace genpool::detail
