// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

// Included first by every header that would fail in its own words: what genpool cannot be compiled with, and what to
// do.

#if __cplusplus < 202002L
#error "genpool needs C++20: compile with -std=c++20 or later (the targets of CMake ask for that themselves)"
#endif

#if defined(__clang__) && !defined(__apple_build_version__) && __clang_major__ < 16
#error "genpool needs clang 16 or later, or GCC 12 or later: older ones do not know all of C++20"
#endif

// It changes the size of containers, which are members of what the compiled library and programs share. Whoever
// compiles the library with it too defines GENPOOL_GLIBCXX_DEBUG in both.
#if defined(_GLIBCXX_DEBUG) && !defined(GENPOOL_GLIBCXX_DEBUG)
#error "genpool is compiled without _GLIBCXX_DEBUG: take _GLIBCXX_ASSERTIONS, or see this header"
#endif
