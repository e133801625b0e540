// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/generator.hpp>

#include "proof/support/checker.hpp"
#include "proof/support/log.hpp"
#include "proof/support/plan.hpp"
#include <genpool/remote/function.hpp>

#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <future>
#include <string>
#include <utility>

namespace genpool::proof
{

/// What the test's worker calls `result_of`: the value of an item, and how many milliseconds the call takes.
using remote_call = remote::remote_function<std::uint64_t(std::pair<std::uint64_t, int>)>;

/// A map by a remote function, of items that come until it is ended, and of which the log tells all.
class checked_map
{
public:
    /// Of calls most are short, and one in fifty is longer than the lease of a cluster.
    static constexpr int long_call = 700;

    checked_map(boost::asio::thread_pool& pool, remote_call f, std::size_t concurrency, bool has_long_calls);
    checked_map(checked_map const&) = delete;
    checked_map& operator=(checked_map const&) = delete;
    ~checked_map() { end(); }

    std::size_t delivered() const noexcept { return delivered_; }
    bool is_over() const;
    /// Ends the source, waits for the completion, and says which promise was broken; empty if none was.
    std::string end();

private:
    generator<std::size_t> items();

    plan plan_;
    run_log log_;
    bool const has_long_calls_;
    std::atomic<bool> ends_ = false;
    std::atomic<std::size_t> delivered_ = 0;
    std::promise<void> completed_;
    std::future<void> completion_ = completed_.get_future();
};

} // namespace genpool::proof
