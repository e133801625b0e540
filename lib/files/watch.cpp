// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/watch.hpp>

#include "watched_tree.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/this_coro.hpp>

#include <unistd.h>
#include <utility>

namespace genpool
{
namespace asio = boost::asio;

namespace
{

void own(asio::posix::stream_descriptor& events, int descriptor)
{
    try {
        events.assign(descriptor);
    } catch (...) {
        ::close(descriptor);
        throw;
    }
}

} // namespace

generator<file_change> watch(boost::filesystem::path directory, watch_options options)
{
    using kind = detail::watched_tree::event::kind;
    bool tells_files = options.existing;
    detail::watched_tree tree(directory, std::move(options));
    auto const executor = co_await asio::this_coro::executor;
    for (bool has_missed = false;; has_missed = tells_files = true) {
        asio::posix::stream_descriptor events(executor);
        own(events, tree.open());
        auto all = tree.scan();
        if (has_missed) {
            file_change missed{change::missed, directory};
            co_yield std::move(missed);
        }
        for (auto&& file : all) {
            if (!tells_files)
                continue;
            file_change found{change::written, std::move(file)};
            co_yield std::move(found);
        }
        for (bool is_complete = true; is_complete;) {
            co_await events.async_wait(events.wait_read, asio::deferred);
            auto changes = tree.read();
            for (auto& event : changes) {
                if (event.what == kind::missed) {
                    is_complete = false;
                    break;
                }
                if (event.what == kind::directory) {
                    if (!tree.begin(event.path))
                        continue;
                    auto within = tree.walk(event.path);
                    for (auto&& file : within) {
                        file_change found{change::written, std::move(file)};
                        co_yield std::move(found);
                    }
                } else if (event.what != kind::nothing) {
                    file_change found{event.what == kind::written ? change::written : change::removed,
                                      std::move(event.path)};
                    co_yield std::move(found);
                }
            }
        }
    }
}

} // namespace genpool
