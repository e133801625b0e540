// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/summary.hpp>

#include "program.hpp"
#include "proof/support/log.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace genpool::proof
{

/// What a map may do, one thing after the other: says of a log what it may not have done. Knows nothing of how maps
/// work, but what their documentation says.
class model
{
public:
    using accounts = std::map<std::size_t, summary>; ///< by the call of `async_close`

    model(program const& p, plan const& map) : program_(p), plan_(map), serial_(serial(p.where)) {}

    std::vector<std::string> const& judge(std::vector<event> const& events, accounts const& all);

private:
    struct known_call
    {
        std::size_t begun = 0;
        std::optional<std::size_t> answered;
        bool refused = false;
        bool cancelled = false;
        bool after_close = false; ///< begun when an `async_close` of this stage had been
        bool after_any = false;   ///< or of one before
    };
    struct completion
    {
        ending how;
        std::size_t whose;
        friend bool operator==(completion const&, completion const&) = default;
    };

    void know(std::vector<event> const& events);
    void see(event const& e);
    void see_call(event const& e);
    void deliver(event const& e);
    void deliver_in_order(event const& e);
    void told(event const& e);
    void told_last(event const& e);
    void told_failure(event const& e);
    void refuse(event const& e, bool refused);
    void nothing(event const& e);
    void rest();
    void complete(event const& e, summary const& s);
    void check_account(summary const& s, unsigned stage);
    void require(bool holds, std::string const& what);

    bool others_wait(std::size_t call, std::size_t until) const;
    bool in_order(unsigned stage) const noexcept;
    bool by_completion(unsigned stage) const noexcept;
    std::set<std::size_t> finished_for_certain(std::size_t before) const;

    program const& program_;
    plan const& plan_;
    bool const serial_;
    std::vector<event> const* events_ = nullptr;
    std::vector<std::string> broken_;
    std::map<std::size_t, known_call> calls_;

    std::size_t at_ = 0;
    std::size_t pulled_ = 0;
    std::vector<std::size_t> delivered_;
    std::map<unsigned, std::size_t> delivered_by_; ///< each stage
    std::set<std::size_t> running_;
    std::vector<std::size_t> finished_;                  ///< by the first stage, in this order
    std::map<unsigned, std::set<std::size_t>> returned_; ///< by each
    std::vector<std::size_t> failed_;                    ///< in this order
    std::size_t finished_at_failure_ = 0;
    std::size_t failure_at_ = 0;
    std::size_t broken_calls_ = 0;
    bool source_ended_ = false;
    bool source_failed_ = false;
    bool stopped_ = false; ///< by anything that ends a map before its time
    bool closing_ = false;
    bool gone_ = false; ///< the stream, or its context
    std::optional<unsigned> closed_before_moving_;
    std::map<unsigned, completion> told_;             ///< by each stage, while it was open
    std::map<unsigned, completion> told_after_close_; ///< by calls that began then
    std::map<unsigned, summary> accounts_;            ///< of each stage that was closed
};

} // namespace genpool::proof
