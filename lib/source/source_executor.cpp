// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/source/source_executor.hpp>

namespace genpool::detail
{

boost::asio::any_io_executor source_home::executor()
{
    return source_executor<source_home>(shared_from_this());
}

} // namespace genpool::detail
