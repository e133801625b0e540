// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/fuzz/check.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    genpool::test::check_profile({data, size});
    return 0;
}
