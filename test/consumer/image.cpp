// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/image/configure.hpp>

int main() { genpool::image::configure(); }
