// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::remote: this type has no codec, so it cannot cross to another process
#include <genpool/remote/functions.hpp>

struct unknown
{};

void mistake(genpool::remote::functions& all)
{
    all.add("f", [](unknown) {});
}
