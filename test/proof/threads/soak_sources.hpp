// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What a soak makes maps of: files and lines that come from outside, and calls that wait for a clock.
#pragma once

#include <genpool/files.hpp>
#include <genpool/paths_from.hpp>

#include "proof/support/recorded_calls.hpp"
#include "proof/support/recorded_sources.hpp"
#include "support/files/temporary_tree.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/filesystem/exception.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace genpool::proof
{

/// The items as what a walk or a file of lines yields; of each path `right(path)` must be true.
template <class Right>
class recorded_paths
{
public:
    recorded_paths(run& r, genpool::path_range paths, Right& right)
        : run_(&r), paths_(std::move(paths)), right_(&right), part_(r.record.parts_alive)
    {}

    class iterator
    {
    public:
        using value_type = item;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator(run& r, genpool::path_range::iterator path, Right& right)
            : run_(&r), path_(path), right_(&right)
        {}

        item operator*() const
        {
            auto next = advancing(*run_).yield(); // or it throws, as planned, be it at the end
            if (!(*right_)(boost::filesystem::path(*path_)))
                throw std::logic_error("that was not to be yielded");
            return next;
        }
        iterator& operator++()
        {
            ++path_;
            return *this;
        }
        void operator++(int) { ++path_; }

        friend bool operator==(iterator const& i, std::default_sentinel_t)
        {
            if (i.path_ != std::default_sentinel || i.run_->planned.source_fails == i.run_->yielded)
                return false;
            advancing(*i.run_).end();
            return true;
        }

    private:
        run* run_;
        genpool::path_range::iterator path_;
        Right* right_;
    };

    iterator begin() { return iterator(*run_, paths_.begin(), *right_); }
    std::default_sentinel_t end() const noexcept { return {}; }

private:
    run* run_;
    genpool::path_range paths_;
    Right* right_;
    counted part_;
};

/// A directory of texts, among which other files and directories come and go.
class busy_directory
{
public:
    busy_directory()
    {
        for (std::size_t i = 0; i != texts; ++i)
            tree_.file("d" + std::to_string(i % 3) + "/" + std::to_string(i) + ".txt");
    }

    static constexpr std::size_t texts = 12;

    genpool::path_range walk() const
    {
        return genpool::files(tree_.root(), {.recursive = true, .extensions = {"txt"}, .on_error = vanished});
    }

private:
    static void vanished(boost::filesystem::path const& path, boost::system::error_code error)
    {
        if (error != boost::system::errc::no_such_file_or_directory)
            throw boost::filesystem::filesystem_error("a walk", path, error);
    }

    void change(std::stop_token stop)
    {
        for (unsigned i = 0; !stop.stop_requested(); ++i) {
            auto const name = "d" + std::to_string(i % 3) + "/x" + std::to_string(i % 7);
            tree_.file(name + "/some.tmp");
            tree_.file(name + ".tmp");
            boost::filesystem::remove_all(tree_ / name);
            boost::filesystem::remove(tree_ / (name + ".tmp"));
        }
    }

    genpool::test::temporary_tree tree_;
    std::jthread changing_{[this](std::stop_token stop) { change(stop); }};
};

/// Numbers, one on a line, that come slowly.
class pipe_of_lines
{
public:
    explicit pipe_of_lines(std::size_t count)
    {
        int ends[2];
        if (::pipe(ends) != 0)
            throw std::system_error(errno, std::system_category(), "pipe");
        in_.open("/proc/self/fd/" + std::to_string(ends[0]));
        ::close(ends[0]);
        writer_ = std::jthread([count, out = ends[1]] {
            for (std::size_t i = 0; i != count; ++i) {
                auto const line = std::to_string(i) + '\n';
                if (::write(out, line.data(), line.size()) == -1)
                    break; // nobody reads it any more
                std::this_thread::yield();
            }
            ::close(out);
        });
    }
    ~pipe_of_lines() { in_.close(); }
    pipe_of_lines(pipe_of_lines const&) = delete;
    pipe_of_lines& operator=(pipe_of_lines const&) = delete;

    genpool::path_range lines() { return genpool::paths_from(in_); }

private:
    std::ifstream in_;
    std::jthread writer_;
};

/// Waits for a timer, for some items longer than for others.
class timed_call
{
public:
    explicit timed_call(run& r) : run_(&r), part_(r.record.parts_alive) {}

    boost::asio::awaitable<item> operator()(item i) const
    {
        calling now(*run_, i, 0);
        auto executor = co_await boost::asio::this_coro::executor;
        boost::asio::steady_timer timer(executor, std::chrono::microseconds(i.index * 37 % 200));
        co_await timer.async_wait(boost::asio::use_awaitable);
        item result = now.result(std::move(i));
        co_return result;
    }

private:
    run* run_;
    counted part_;
};

} // namespace genpool::proof
