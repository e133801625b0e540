// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace genpool::proof
{

/// Who decides whatever is open in a run, and remembers its choices: the same choices give the same run.
class oracle
{
public:
    using choices = std::vector<std::uint16_t>;

    oracle() = default;
    oracle(oracle const&) = delete;
    oracle& operator=(oracle const&) = delete;

    /// One of `n`, from 0; 0 is what goes on as before.
    std::size_t choose(std::size_t n) { return n < 2 ? 0 : remember(decide(n)); }

    /// Whether something special happens now.
    bool now() { return remember(decide_now() ? 1 : 0) != 0; }

    choices const& made() const noexcept { return made_; }

protected:
    ~oracle() = default;

    void forget() noexcept { made_.clear(); }

private:
    virtual std::size_t decide(std::size_t n) = 0;
    virtual bool decide_now() { return decide(2) != 0; }

    std::size_t remember(std::size_t choice)
    {
        made_.push_back(static_cast<std::uint16_t>(choice));
        return choice;
    }

    choices made_;
};

} // namespace genpool::proof
