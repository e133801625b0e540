// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include <iostream>

int main() { std::cout << genpool::pool_gone().what() << '\n'; }
