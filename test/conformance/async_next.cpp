// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "rows.hpp"

namespace conformance_async_next_tests
{

namespace
{

using namespace genpool::test;

rows_of<source_kind::async_next> const rows;

} // namespace

} // namespace conformance_async_next_tests
