// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "rows.hpp"

namespace conformance_range_tests
{

namespace
{

using namespace genpool::test;

rows_of<source_kind::range> const rows;

} // namespace

} // namespace conformance_range_tests
