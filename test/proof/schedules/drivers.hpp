// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "oracle.hpp"
#include "proof/support/plan.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace genpool::proof
{

/// All schedules, depth first, that deviate at most so often from going on as before:
/// `do run(oracle); while (oracle.next());`
class depth_first final : public oracle
{
public:
    explicit depth_first(std::size_t most_deviations = std::numeric_limits<std::size_t>::max())
        : most_(most_deviations)
    {}

    /// Prepares the next run; false after the last one.
    bool next()
    {
        path_.resize(made().size());
        forget();
        while (!path_.empty() && !may_grow(path_.back())) {
            deviations_ -= path_.back().value != 0;
            path_.pop_back();
        }
        if (path_.empty())
            return false;
        deviations_ += path_.back().value++ == 0;
        return true;
    }

private:
    struct choice
    {
        std::size_t value;
        std::size_t limit;
    };

    bool may_grow(choice const& c) const noexcept
    {
        return c.value + 1 != c.limit && (c.value != 0 || deviations_ != most_);
    }

    std::size_t decide(std::size_t n) override
    {
        auto const depth = made().size();
        if (depth == path_.size())
            path_.push_back({0, n});
        return path_[depth].value;
    }

    std::size_t const most_;
    std::size_t deviations_ = 0;
    std::vector<choice> path_;
};

/// Chance: evenly, or mostly going on as before.
class random_oracle final : public oracle
{
public:
    /// `patience`: 0: any handler may be next; else one time in so many.
    random_oracle(std::uint64_t seed, unsigned patience) : random_(seed), patience_(patience) {}

private:
    std::size_t decide(std::size_t n) override
    {
        if (patience_ != 0 && below(patience_) != 0)
            return 0;
        return below(n);
    }

    bool decide_now() override { return below(10) == 0; }

    std::size_t below(std::size_t n) { return random_() % n; }

    std::minstd_rand random_;
    unsigned const patience_;
};

/// Choices that were made before; then it goes on as before.
class replayed_oracle final : public oracle
{
public:
    explicit replayed_oracle(choices const& c) : choices_(c) {}

private:
    std::size_t decide(std::size_t n) override
    {
        auto const depth = made().size();
        return depth < choices_.size() ? std::min<std::size_t>(choices_[depth], n - 1) : 0;
    }

    choices const choices_;
};

/// Bytes from elsewhere; then it goes on as before.
class bytes_oracle final : public oracle
{
public:
    explicit bytes_oracle(std::span<unsigned char const> bytes) : bytes_(bytes) {}

private:
    std::size_t decide(std::size_t n) override
    {
        if (bytes_.empty())
            return 0;
        auto const byte = bytes_.front();
        bytes_ = bytes_.subspan(1);
        return byte % n;
    }

    std::span<unsigned char const> bytes_;
};

/// Fewer and smaller choices that still fail: `fails(choices)`.
template <class Fails>
oracle::choices shrink(oracle::choices found, Fails fails)
{
    auto const try_instead = [&](oracle::choices const& other) {
        bool const good = fails(other);
        if (good)
            found = other;
        return good;
    };
    for (auto cut = found.size() / 2; cut != 0; cut /= 2)
        while (found.size() >= cut &&
               try_instead({found.begin(), found.end() - static_cast<std::ptrdiff_t>(cut)})) {
        }
    for (std::size_t i = 0; i != found.size(); ++i) {
        if (found[i] == 0)
            continue;
        auto other = found;
        other[i] = 0;
        try_instead(other);
    }
    while (!found.empty() && found.back() == 0)
        found.pop_back();
    return found;
}

} // namespace genpool::proof
