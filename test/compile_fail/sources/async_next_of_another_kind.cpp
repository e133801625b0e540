// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Must say: genpool: this is not a source: its async_next must complete with void(std::exception_ptr, std::optional<T>) or void(boost::system::error_code, std::optional<T>)
#include <genpool/map_stream.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>

struct numbers
{
    template <class Token>
    auto async_next(Token&& token)
    {
        return boost::asio::async_initiate<Token, void(int)>([](auto handler) { handler(1); }, token);
    }
};

void mistake(boost::asio::thread_pool& pool) { genpool::map_stream(pool, numbers(), std::identity()); }
