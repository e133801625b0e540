// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../tools/command_line.hpp"
#include "maker.hpp"

namespace server
{

maker make_isolated(settings const&)
{
    throw tools::usage_error("--isolate needs genpool::remote, which was not built");
}

} // namespace server
