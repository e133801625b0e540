// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "rows.hpp"

#include <boost/system/error_code.hpp>

#include <exception>

namespace
{

using namespace genpool::test;

rows_of<source_kind::async_next,
        turns<async_next_form<std::exception_ptr>, async_next_form<boost::system::error_code>>> const rows;

} // namespace
