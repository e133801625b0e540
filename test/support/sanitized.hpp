// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace genpool::test
{

/// Whether this is a sanitizer's build, several times slower than others: what is exhaustive goes less far.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

} // namespace genpool::test
