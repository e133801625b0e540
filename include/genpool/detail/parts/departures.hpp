// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/parts/after.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace genpool::detail
{

struct rate
{
    using duration = std::chrono::steady_clock::duration;

    std::size_t count;
    duration period;
};

/// Decides which items may go, so that no more than `count` do in any `period`: item i once a period has passed since
/// item i - count went. To look at the clock takes longer than all else here, so that of many items it is kept for
/// blocks of a 128th of them, when the last of a block went:
///
///     count = 1000    | 13 items | 7 items | 7 items |  ...  | 7 items |    the next block of 13 begins when a period
///                     block 0    block 1                     block 141      has passed since the last one ended
///
/// Until a block ends, items of all blocks and no others have gone since the one of its place before. What is left
/// over is in block 0. So an item may have to wait for one that went up to two blocks later than item i - count.
class departures
{
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit departures(rate r)
        : period_(r.period), items_(std::max<std::size_t>(r.count / 128, 1)), blocks_(r.count / items_),
          items_of_first_(r.count - (blocks_ - 1) * items_)
    {
        ends_.reserve(blocks_);
    }

    /// Whether an item may go, which it then does. `now` gives the time.
    template <class Now>
    bool go(Now now)
    {
        bool looked = false;
        if (left_ == 0) {
            // It is no earlier than when the last block ended, which mostly is enough to know.
            if (block_ < ends_.size() && latest_ - ends_[block_] < period_) {
                latest_ = now();
                looked = true;
                if (latest_ - ends_[block_] < period_)
                    return false;
            }
            left_ = block_ == 0 ? items_of_first_ : items_;
        }
        if (--left_ == 0)
            end_block(looked ? latest_ : now());
        return true;
    }

    /// After it has said no: when it will not.
    time_point next() const noexcept { return after(ends_[block_], period_); }

private:
    void end_block(time_point now)
    {
        latest_ = now;
        if (block_ == ends_.size())
            ends_.push_back(now);
        else
            ends_[block_] = now;
        block_ = block_ + 1 == blocks_ ? 0 : block_ + 1;
    }

    rate::duration period_;
    std::size_t items_;
    std::size_t blocks_;
    std::size_t items_of_first_;
    std::vector<time_point> ends_;
    std::size_t block_ = 0;
    std::size_t left_ = 0;
    time_point latest_{};
};

} // namespace genpool::detail
