// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Functions that say what happens to them, on any executor and in any thread.
#pragma once

#include "run.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <stop_token>
#include <utility>

namespace genpool::proof
{

/// A call at work.
class calling
{
public:
    calling(run& r, item const& i, unsigned stage) : run_(r), index_(i.index), stage_(stage)
    {
        run_.record.add(what::start, index_, 0, stage_);
        run_.meddle();
    }

    ~calling()
    {
        if (!over_) // unwound by what told it to stop, or destroyed while it was waiting
            run_.record.add(what::finish, index_, 0, stage_, ending::stopped);
    }

    calling(calling const&) = delete;
    calling& operator=(calling const&) = delete;

    /// Its answer to being told to stop.
    [[noreturn]] void stop()
    {
        run_.record.add(what::told_to_stop, index_, 0, stage_);
        throw boost::system::system_error(boost::asio::error::operation_aborted);
    }

    /// What it awaits is about to be destroyed without completing.
    void lose()
    {
        over_ = true;
        run_.record.add(what::fail, index_, 0, stage_, ending::abandoned);
    }

    /// It has waited in vain to be told to stop.
    void give_up()
    {
        over_ = true;
        run_.record.add(what::finish, index_, 0, stage_, ending::other);
    }

    item result(item&& i)
    {
        over_ = true;
        if (stage_ == 0 && run_.planned.call_fails(index_)) {
            run_.record.add(what::fail, index_);
            run_.call_failed = true;
            throw call_failure{index_};
        }
        i.value = stage_ == 0 ? result_of(i.value) : passed_on(i.value);
        run_.record.add(what::finish, index_, 0, stage_);
        return std::move(i);
    }

private:
    run& run_;
    std::size_t const index_;
    unsigned const stage_;
    bool over_ = false;
};

class plain_call
{
public:
    explicit plain_call(run& r, unsigned stage = 0) : run_(&r), stage_(stage), part_(r.record.parts_alive) {}

    item operator()(item&& i) const
    {
        calling now(*run_, i, stage_);
        return now.result(std::move(i));
    }

private:
    run* run_;
    unsigned stage_;
    counted part_;
};

class stop_aware_call
{
public:
    explicit stop_aware_call(run& r) : run_(&r), part_(r.record.parts_alive) {}

    item operator()(item&& i, std::stop_token token) const
    {
        calling now(*run_, i, 0);
        if (token.stop_requested())
            now.stop();
        return now.result(std::move(i));
    }

private:
    run* run_;
    counted part_;
};

/// Awaits its turn on the pool, more often for some items than for others.
class awaitable_call
{
public:
    explicit awaitable_call(run& r) : run_(&r), part_(r.record.parts_alive) {}

    boost::asio::awaitable<item> operator()(item i) const
    {
        calling now(*run_, i, 0);
        for (auto turns = (2 * i.index + 1) % 3; turns != 0; --turns)
            co_await boost::asio::post(boost::asio::use_awaitable);
        item result = now.result(std::move(i));
        co_return result;
    }

private:
    run* run_;
    counted part_;
};

} // namespace genpool::proof
