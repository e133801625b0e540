// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "log.hpp"
#include "plan.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace genpool::proof
{

/// A promise that a run did not keep.
struct broken_promise
{
    char const* id; ///< as the table of promises names it
    char const* promise;
    std::size_t at; ///< the event at which that was seen; the number of events: at the end
};

/// Judges runs: everything that genpool promises of what a log shows. May be used again and again.
class checker
{
public:
    /// The promises that were broken, the first one first.
    std::vector<broken_promise> const& check(plan const& p, run_log const& l);

    /// The same for what lives after everything was destroyed, added to the last check.
    std::vector<broken_promise> const& check_nothing_lives(run_log const& l);

private:
    struct item_state
    {
        bool started[2] = {};
        bool over[2] = {};
        bool has_result = false;
        bool delivered = false;
        bool certain = false; ///< it had returned before anything failed
    };

    void require(bool holds, char const* id, char const* promise)
    {
        if (!holds)
            broken_.push_back({id, promise, at_});
    }

    void see(event const& e);
    void see_source(event const& e);
    void see_call(event const& e);
    void see_consumer(event const& e);
    void see_delivery(event const& e);
    void note_certain(event const& e);
    void see_quiescence(event const& e, bool last);
    void see_action(event const& e);
    void check_end();
    void check_ending(ending how, std::size_t whose);
    void check_undisturbed(ending how, std::size_t whose);
    void check_cause(ending how);
    void check_first(ending how, std::size_t whose);
    void check_account(summary const& s);
    bool ended_so(summary const& s) const noexcept;
    bool may_be_unheard() const noexcept;

    std::size_t in_flight() const noexcept { return pulled_ - delivered_; }
    item_state& state(std::size_t index);
    bool outside_initiation(event const& e) const noexcept;
    bool has_account_of_all() const noexcept;

    plan const* plan_ = nullptr;
    run_log const* log_ = nullptr;
    std::vector<broken_promise> broken_;
    std::size_t at_ = 0;

    std::vector<item_state> items_;
    std::vector<std::uint32_t> finished_;                                           ///< in this order
    std::vector<std::uint32_t> initiating_;                                         ///< threads
    std::unordered_map<std::uint32_t, std::optional<std::uint32_t>> last_finished_; ///< of each thread
    std::size_t window_ = 0;    ///< of all stages together
    std::size_t narrowest_ = 0; ///< as it may have become

    // What has been seen.
    std::size_t pulled_ = 0;
    std::size_t delivered_ = 0;
    std::size_t started_ = 0;
    std::size_t running_[2] = {};
    std::size_t failed_ = 0;
    std::size_t first_failed_ = 0;  ///< in time
    std::size_t lowest_failed_ = 0; ///< in the source's order
    std::size_t finished_before_failure_ = 0;
    std::size_t completions_ = 0;
    std::size_t told_whose_ = 0;
    std::size_t end_whose_ = 0;
    std::size_t consumer_failed_at_ = 0;
    ending told_ = ending::ok;
    ending end_ = ending::ok;
    bool advancing_ = false;
    bool source_ended_ = false;
    bool source_failed_ = false;
    bool source_gave_up_ = false;
    bool delivering_ = false;
    bool asking_ = false;
    bool consumer_failed_ = false;
    bool was_told_ = false;
    bool pulling_over_ = false;  ///< by what the harness did
    bool starting_over_ = false; ///< likewise
    bool may_be_told_ = false;   ///< stop tokens may say so
    bool must_be_told_ = false;  ///< and must
    bool results_over_ = false;  ///< nothing more may be handed over
    bool left_ = false;          ///< no completion is to be expected
    bool dropped_ = false;
    bool disturbed_ = false;
    bool drained_ = false; ///< disturbed only by what lets everything that was pulled through
    bool pool_gone_ = false;
    bool third_gone_ = false;
    bool consumer_gone_ = false;
};

/// How many slots all stages of a plan have.
std::size_t whole_window(plan const& p) noexcept;

} // namespace genpool::proof
