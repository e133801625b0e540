// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool.hpp>

#include "program.hpp"
#include "proof/support/run.hpp"
#include "support/values/counted.hpp"
#include "workplace.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace genpool::proof
{

class session;

/// One source, the map of it, and those that its stream was moved into.
class chain final : public run
{
public:
    chain(session& s, plan const& p) : run(p), session_(s) {}
    void meddle() override;

private:
    session& session_;
};

/// The stream that a program uses.
struct used_stream
{
    std::unique_ptr<stream<item>> results;
    chain* of = nullptr;
    unsigned stage = 0;
};

/// A call whose completion handler is to be called once.
struct pending_call
{
    call what;
    chain* of; ///< null: a stream that was moved from
    unsigned stage;
    std::size_t id;
    bool acts = false;                ///< the handler uses the stream
    std::atomic<bool> entered{false}; ///< the handler
    std::atomic<unsigned> answers{0}; ///< how often the handler has done its work
    std::optional<summary> account;
    boost::asio::cancellation_signal signal;
};

/// Runs a program and notes what it sees.
class session
{
public:
    explicit session(program const& p) : program_(p), place_(p.where, p.threads) {}

    void play();

    /// What was wrong at sight, and what is left when nothing should be.
    std::vector<std::string> const& check_left();

    std::deque<chain> const& chains() const noexcept { return chains_; }
    std::deque<pending_call> const& calls() const noexcept { return calls_; }

    /// Out of the source or the function.
    void intrude();

private:
    struct on_next;
    struct on_close;
    struct on_next_of_moved_from;

    void take(step const& s);
    pending_call* perform(call c, step const& s, bool outside);
    bool may(call c, bool outside) const;
    bool outstanding() const;
    bool shared() const;
    bool handlers_act() const;
    bool closed() const;
    bool answered(pending_call const& p) const;
    void end();
    void finish();
    void require(bool holds, std::string const& what);
    void await(pending_call* p);
    void answered(pending_call& p, step const& s);

    used_stream begin(plan const& p);
    pending_call& open(call c, bool acts = false);
    pending_call* next(step const& s);
    pending_call* close(step const& s);
    template <class Handler, class Initiate>
    void initiate(step const& s, pending_call& p, Handler handler, Initiate start);
    bool try_next();
    void cancel();
    void look(bool outside);
    void move();
    void assign();
    void move_on();
    void destroy_stream();
    void use_moved_from();

    program const& program_;
    std::mutex mutable mutex_; ///< of what is noted
    std::vector<std::string> wrong_;
    std::deque<chain> chains_;
    std::deque<pending_call> calls_;
    workplace place_;
    used_stream current_;
    std::vector<std::unique_ptr<stream<item>>> moved_from_;
    std::atomic<bool> begun_{false};      ///< the stream may be used out of user code
    std::atomic<std::size_t> entered_{0}; ///< how often user code was
    std::atomic<std::size_t> thrown_{0};
    test::census handlers_{0}; ///< that live
};

} // namespace genpool::proof
