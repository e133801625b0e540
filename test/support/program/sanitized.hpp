// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace genpool::test
{

/// Whether this is a sanitizer's build, several times slower than others: what is exhaustive goes less far.
#ifdef GENPOOL_TEST_SANITIZED
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

} // namespace genpool::test
