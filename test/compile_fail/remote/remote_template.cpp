// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool::remote: a function is of one parameter, or of one and a std::stop_token, and no template
#include <genpool/remote/functions.hpp>

void mistake(genpool::remote::functions& all)
{
    all.add("f", [](auto) {});
}
