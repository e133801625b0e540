// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "channel_source.hpp"

#include <genpool/channel.hpp>
#include <genpool/drop.hpp>

#include "recorded_sources.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <utility>

namespace genpool::proof
{
namespace
{

using boost::system::error_code;

/// A channel belongs to a context that must outlive it. Nothing runs on this one: who receives says where.
boost::asio::io_context channels;

/// Says only that there is an item, so that who sends it advances no source.
struct message
{
    explicit message(run& r) : alive(r.record.items_alive) {}

    counted alive;
};

/// What sends and the source have in common. When a channel is closed, who receives sees an end, whether or not there
/// was more to be sent.
struct shared_channel
{
    explicit shared_channel(std::size_t messages) : channel(channels.get_executor(), messages) {}

    boost::asio::experimental::concurrent_channel<boost::asio::io_context::executor_type,
                                                  void(error_code, std::unique_ptr<message>)>
        channel;
    std::atomic<bool> lost{false};
};

/// Sends a message for each item, then the end; if it cannot, it closes the channel.
class sender : public std::enable_shared_from_this<sender>
{
public:
    sender(run& r, std::shared_ptr<shared_channel> to)
        : run_(r), to_(std::move(to)), left_(r.planned.items + 1)
    {}

    ~sender()
    {
        if (left_ != 0)
            lose();
    }

    sender(sender const&) = delete;
    sender& operator=(sender const&) = delete;

    void send(boost::asio::any_io_executor const& executor) noexcept
    {
        try {
            boost::asio::post(executor, [self = shared_from_this(), executor] {
                if (self->send_one())
                    self->send(executor);
            });
        } catch (...) {
            // The handler had the last reference to this, whose destructor has closed the channel.
        }
    }

private:
    /// Returns whether there are more to be sent.
    bool send_one() noexcept
    {
        try {
            auto next = left_ == 1 ? nullptr : std::make_unique<message>(run_);
            to_->channel.try_send(left_ == 1 ? error_code(boost::asio::error::eof) : error_code(),
                                  std::move(next));
            return --left_ != 0;
        } catch (...) {
            return false;
        }
    }

    /// Closing fails where the handler of who waits cannot be posted; the next time nobody waits.
    void lose() noexcept
    {
        to_->lost = true;
        for (bool closed = false; !closed;)
            try {
                to_->channel.close();
                closed = true;
            } catch (...) {
            }
    }

    run& run_;
    std::shared_ptr<shared_channel> to_;
    std::size_t left_;
};

generator<item> received(run& r, std::shared_ptr<shared_channel> from)
{
    counted const part(r.record.parts_alive);
    auto messages = std::ref(from->channel) | drop(0);
    for (;;) {
        advancing now(r);
        bool const ended = !co_await genpool::next(messages);
        if (ended && from->lost)
            throw boost::system::system_error(boost::asio::error::operation_aborted);
        if (ended != (r.yielded == r.planned.items))
            throw std::logic_error("a channel that has lost a message, or has one too many");
        if (at_end(r))
            co_return now.end();
        auto next = now.yield();
        co_yield std::move(next);
    }
}

} // namespace

generator<item> received_items(run& r, boost::asio::any_io_executor const& sender_executor)
{
    auto const channel = std::make_shared<shared_channel>(r.planned.items + 1);
    std::make_shared<sender>(r, channel)->send(sender_executor);
    return received(r, channel);
}

} // namespace genpool::proof
