// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>

#include <optional>
#include <utility>

namespace genpool::test
{

/// A user's own source: counts from 0 to `last`, then ends, or fails with `error`. Neither copyable nor with
/// a default in what it yields.
class counting_stream
{
public:
    class item
    {
    public:
        explicit item(int value) noexcept : value_(value) {}
        item(item&&) = default;
        item& operator=(item&&) = delete;
        int value() const noexcept { return value_; }

    private:
        int value_;
    };

    counting_stream(boost::asio::any_io_executor executor, int last, boost::system::error_code error = {})
        : executor_(std::move(executor)), last_(last), error_(error)
    {}
    counting_stream(counting_stream&&) = default;

    template <class Token>
    auto async_next(Token&& token)
    {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::optional<item>)>(
            initiate{this}, token);
    }

    int asked() const noexcept { return asked_; }

private:
    struct initiate
    {
        counting_stream* self;

        template <class Handler>
        void operator()(Handler handler) const
        {
            int const i = self->asked_++;
            std::optional<item> next;
            if (i < self->last_)
                next.emplace(i);
            auto const error = i < self->last_ ? boost::system::error_code() : self->error_;
            auto const executor = boost::asio::get_associated_executor(handler, self->executor_);
            boost::asio::post(executor, boost::asio::append(std::move(handler), error, std::move(next)));
        }
    };

    boost::asio::any_io_executor executor_;
    int last_;
    boost::system::error_code error_;
    int asked_ = 0;
};

} // namespace genpool::test
