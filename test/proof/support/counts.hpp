// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <cstdio>

namespace genpool::proof
{

/// What a program has tried, how often, and how often that failed: a line for each.
class counts
{
public:
    explicit counts(char const* program) : program_(program) {}
    counts(counts const&) = delete;
    counts& operator=(counts const&) = delete;
    ~counts() { end_line(); }

    /// What is tried from now on.
    counts& about(char const* what)
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

    int exit_status()
    {
        end_line();
        return all_failed_ == 0 ? 0 : 1;
    }

private:
    static constexpr std::size_t most_told = 3;

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
