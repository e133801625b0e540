// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: a generator can co_await an Asio operation (given asio::deferred or asio::use_awaitable), asio::this_coro::executor, or genpool::next(source)
#include <genpool/generator.hpp>

genpool::generator<int> mistake()
{
    co_await 1;
    co_yield 2;
}
