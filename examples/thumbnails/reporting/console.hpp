// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "telling.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <thread>

namespace thumbnails
{

/// How many images there are, counted beside the work by another walk.
class image_count
{
public:
    /// `given` must outlive it.
    explicit image_count(command_line const& given);

    /// Nothing until all are counted.
    std::optional<std::size_t> all() const;

private:
    std::atomic<std::size_t> found_ = 0;
    std::atomic<bool> is_done_ = false;
    std::jthread walker_;
};

/// Tells of the run on standard error: failures at once; how far it is as a bar on a terminal, elsewhere a line every
/// half minute; and the sum at the end.
class console : public teller
{
public:
    console(command_line const& given, boost::asio::io_context& here);

    void tell(told const& one, totals const& so_far) override;
    void end(totals const& all) override;

    /// A line of its own, whatever bar there is.
    void say(std::string const& line);

private:
    void wait();
    void show();
    std::string bar() const;

    command_line const* given_;
    bool has_bar_;
    bool has_colours_;
    bool is_shown_ = false;
    totals last_;
    std::optional<image_count> count_;
    boost::asio::steady_timer timer_;
};

} // namespace thumbnails
