// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "drivers.hpp"
#include "judge.hpp"

#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace genpool::proof
{

/// What a program has tried, how often, and how often that failed: a line for each, and the first failures with
/// what it takes to see them again.
class report
{
public:
    explicit report(char const* program) : program_(program) {}
    report(report const&) = delete;
    report& operator=(report const&) = delete;
    ~report() { end_line(); }

    /// What is tried from now on.
    report& about(char const* what)
    {
        end_line();
        what_ = what;
        return *this;
    }

    /// Returns whether it is a failure that is to be told.
    bool count(bool failed, std::size_t tried = 1)
    {
        tried_ += tried;
        failed_ += failed;
        return failed && ++told_ <= most_told;
    }

    void count(plan const& p, oracle::choices const& choices, std::vector<broken_promise> const& broken)
    {
        if (count(!broken.empty()))
            tell(p, choices, broken.front().promise);
    }

    int exit_status()
    {
        end_line();
        return all_failed_ == 0 ? 0 : 1;
    }

private:
    static constexpr std::size_t most_told = 3;

    void tell(plan const& p, oracle::choices const& choices, std::string const& promise)
    {
        checker c;
        auto const least = shrink(choices, [&](oracle::choices const& other) {
            replayed_oracle o(other);
            auto const& all = judge(p, o, c);
            return !all.empty() && all.front().promise == promise;
        });
        std::printf("%s\nreplay: %s\n", narrate(p, least).c_str(), describe(p, least).c_str());
        std::fflush(stdout);
    }

    void end_line()
    {
        if (what_ != nullptr) {
            std::printf("%s\t%s\t%zu\t%zu\n", program_, what_, tried_, failed_);
            std::fflush(stdout);
        }
        all_failed_ += failed_;
        what_ = nullptr;
        tried_ = failed_ = 0;
    }

    char const* program_;
    char const* what_ = nullptr;
    std::size_t tried_ = 0;
    std::size_t failed_ = 0;
    std::size_t all_failed_ = 0;
    std::size_t told_ = 0;
};

} // namespace genpool::proof
