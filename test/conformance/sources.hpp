// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/budget.hpp>
#include <genpool/files.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>
#include <genpool/paths_from.hpp>
#include <genpool/worklist.hpp>

#include "../support/files/temporary_tree.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace genpool::test
{

inline constexpr int item_count = 20;

inline int number_of(int item) { return item; }
inline int number_of(std::unique_ptr<int> const& item) { return *item; }
inline int number_of(charged<int> const& item) { return *item; }
inline int number_of(worklist<int>::item const& item) { return *item; }
inline int number_of(boost::filesystem::path const& item) { return std::stoi(item.filename().string()); }

// The forms of sources: `variants` tells how many share a type, `make` gives a fresh one, which yields what
// `items` tells.

/// Yields the numbers from 0 up.
class counting_form
{
public:
    static std::vector<int> items()
    {
        auto const all = std::views::iota(0, item_count);
        return {all.begin(), all.end()};
    }
};

class generator_form : public counting_form
{
public:
    static constexpr int variants = 2;
    explicit generator_form(int variant) : waits_(variant == 1) {}

    template <class Pool>
    generator<int> make(Pool&)
    {
        return waits_ ? after_waits() : at_once();
    }

private:
    static generator<int> at_once()
    {
        for (int i = 0; i != item_count; ++i)
            co_yield i;
    }

    static generator<int> after_waits()
    {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
        for (int i = 0; i != item_count; ++i) {
            if (i % 3 == 0) {
                timer.expires_after(std::chrono::microseconds(1));
                co_await timer.async_wait(boost::asio::deferred);
            }
            co_yield i;
        }
    }

    bool waits_;
};

class vector_form : public counting_form
{
public:
    static constexpr int variants = 1;
    explicit vector_form(int) {}

    template <class Pool>
    auto make(Pool&)
    {
        return items();
    }
};

class view_form : public counting_form
{
public:
    static constexpr int variants = 1;
    explicit view_form(int) {}

    template <class Pool>
    auto make(Pool&)
    {
        return std::views::iota(0, item_count);
    }
};

class ref_form : public counting_form
{
public:
    static constexpr int variants = 1;
    explicit ref_form(int) {}

    template <class Pool>
    auto make(Pool&)
    {
        return std::ref(numbers_);
    }

private:
    std::vector<int> numbers_ = items();
};

class pointers_form : public counting_form
{
public:
    static constexpr int variants = 1;
    explicit pointers_form(int) {}

    template <class Pool>
    auto make(Pool&)
    {
        std::vector<std::unique_ptr<int>> pointers;
        for (int number : items())
            pointers.push_back(std::make_unique<int>(number));
        return pointers;
    }
};

/// `files` and `lines`.
class paths_form
{
public:
    static constexpr int variants = 2;

    explicit paths_form(int variant) : listed_(variant == 1)
    {
        for (int i = 0; i != item_count; ++i)
            tree_.file(std::to_string(i));
    }

    template <class Pool>
    path_range make(Pool&)
    {
        if (!listed_)
            return files(tree_.root());
        text_.clear();
        text_.str("");
        for (int i = 0; i != item_count; ++i)
            text_ << i << '\n';
        return paths_from(text_);
    }

    std::vector<int> items()
    {
        std::vector<int> numbers;
        for (boost::filesystem::path path : make(text_))
            numbers.push_back(number_of(path));
        return numbers;
    }

private:
    bool listed_;
    temporary_tree tree_;
    std::stringstream text_;
};

/// A map of its own, on the same pool.
class stream_form : public counting_form
{
public:
    static constexpr int variants = 1;
    explicit stream_form(int) {}

    template <class Pool>
    auto make(Pool& pool)
    {
        return map_stream(pool, std::views::iota(1, item_count + 1), [](int i) { return i - 1; },
                          {.concurrency = 2, .window = 3});
    }
};

/// A user's type with an asynchronous `async_next`.
template <class Error>
class counter
{
public:
    explicit counter(int end) : end_(end) {}

    template <class Token>
    auto async_next(Token&& token)
    {
        return boost::asio::async_initiate<Token, void(Error, std::optional<int>)>(initiate{this}, token);
    }

private:
    struct initiate
    {
        counter* self;

        template <class Handler>
        void operator()(Handler handler) const
        {
            std::optional<int> next;
            if (self->next_ != self->end_)
                next = self->next_++;
            auto const executor =
                boost::asio::get_associated_executor(handler, boost::asio::system_executor());
            boost::asio::post(executor, boost::asio::append(std::move(handler), Error(), next));
        }
    };

    int next_ = 0;
    int end_;
};

template <class Error>
class async_next_form : public counting_form
{
public:
    static constexpr int variants = 1;
    explicit async_next_form(int) {}

    template <class Pool>
    auto make(Pool&)
    {
        return counter<Error>(item_count);
    }
};

} // namespace genpool::test
