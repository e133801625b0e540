// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <ostream>
#include <vector>

namespace genpool::test
{

/// All ways to choose, depth first: `do run(choices); while (choices.next());`, where every run chooses in
/// the same way as the last one, except for the last choice that can still be made differently.
class choices
{
public:
    /// One of `n`, from 0.
    std::size_t choose(std::size_t n)
    {
        if (depth_ == made_.size())
            made_.push_back({0, n});
        return made_[depth_++].value;
    }

    /// Prepares the next run; false after the last one.
    bool next()
    {
        made_.resize(depth_);
        depth_ = 0;
        while (!made_.empty() && made_.back().value + 1 == made_.back().limit)
            made_.pop_back();
        if (made_.empty())
            return false;
        ++made_.back().value;
        return true;
    }

    friend std::ostream& operator<<(std::ostream& out, choices const& all)
    {
        for (auto const& choice : all.made_)
            out << choice.value << '/' << choice.limit << ' ';
        return out;
    }

private:
    struct choice
    {
        std::size_t value;
        std::size_t limit;
    };

    std::vector<choice> made_;
    std::size_t depth_ = 0;
};

} // namespace genpool::test
