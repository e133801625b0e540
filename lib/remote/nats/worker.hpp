// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "connection.hpp"
#include "messages.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace genpool::remote
{

class functions;

namespace detail
{

/// A worker of a cluster: it asks the jobs that it hears of for as many items as it has threads for, and calls functions
/// for them. It is never destroyed: libnats has threads of its own.
class cluster_worker
{
public:
    using clock = std::chrono::steady_clock;

    cluster_worker(nats_connection& c, functions const& all, std::string name, std::size_t threads);

    /// What programs say to all workers, what one says of a call that it gives up, and items. Each on a thread.
    void heard_of_job(nats_message const& m);
    void heard_cancel(nats_message const& m);
    void got(nats_message const& m);

    /// Calls functions until there is nothing more to do and the worker ends. On several threads.
    void call_functions() noexcept;

    /// To be called again and again: tells the servers that it works on what it has, and asks for more.
    void look_around();

    /// Jobs that are on the servers, perhaps of programs that are dead.
    void find_jobs();

    /// Takes nothing more and gives back what it has not begun, also what still comes. It goes on listening until the server
    /// has answered all that it was asked: what the server sends to one that has just left counts as an attempt, and is
    /// given to another only when the lease has ended.
    void drain();
    bool has_nothing();
    void end();

    std::string const& inbox() const noexcept { return inbox_; }

private:
    struct item
    {
        std::string job;
        std::uint64_t number;
        std::string acknowledgement;
        std::string bytes;
        std::stop_source stop;
        clock::time_point told; ///< last, that it is being worked on
    };

    using item_ptr = std::shared_ptr<item>;

    /// So many items that the server has been asked for.
    struct asked
    {
        std::uint64_t number;
        std::size_t left;
        clock::time_point until;
    };

    struct job
    {
        job(std::string const& of, std::string n) : name(std::move(n)), names(of, name) {}

        std::string name;
        job_names names;
        bool is_served = false; ///< it has said what it wants
        clock::time_point heard = clock::now();
        std::chrono::milliseconds lease{30'000};
        std::chrono::milliseconds patience{30'000};
        std::uint64_t attempts = 3;
        std::uint64_t largest_result = 0;
        std::size_t in_hand = 0;
        clock::duration usual{}; ///< how long a call takes; zero while that is not known
        std::list<asked> asked_for;
        std::unordered_set<std::uint64_t> cancelled;
        std::deque<std::uint64_t> cancelled_in_order;
    };

    /// What is to be sent without the lock.
    struct letter
    {
        std::string subject;
        std::string reply;
        std::string text;
    };

    using letters = std::vector<letter>;

    // Under the lock:
    void ask(job& j, letters& out);
    std::size_t taken_ahead(job const& j, std::size_t at_once) const;
    letter given_back(item const& i) const;
    void ask_all(letters& out);
    void take(nats_message const& m, letters& out);
    void forget(std::string const& name);

    void send(letters const& all);
    void serve(item& i);
    void done_with(item_ptr const& i, clock::duration took);

    nats_connection& connection_;
    functions const& functions_;
    std::string const name_;
    std::size_t const threads_;
    std::string const inbox_ = "_INBOX." + nats_connection::unique_name();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, job, std::less<>> jobs_;
    std::deque<item_ptr> waiting_;
    std::list<item_ptr> in_hand_; ///< waiting ones included
    std::uint64_t numbers_ = 0;
    std::uint64_t reconnections_ = 0;
    bool drains_ = false;
    bool ended_ = false;
};

} // namespace detail
} // namespace genpool::remote
