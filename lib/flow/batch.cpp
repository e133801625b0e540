// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/flow/batch.hpp>

#include <algorithm>

namespace genpool::detail
{
namespace
{

using namespace std::chrono_literals;

constexpr batch::duration slow_item = 20us;   // from here on an item is worth a task of its own
constexpr batch::duration short_batch = 60us; // below this, what threads exchange still matters
constexpr batch::duration long_batch = 240us; // one of its calls was slow

} // namespace

void batch::ran(duration elapsed, duration now, std::uint64_t delivered) noexcept
{
    auto const items = static_cast<duration::rep>(delivered - last_delivered_);
    // Wall time per delivered item includes the source and the consumer: when one of them is what everybody
    // waits for, larger batches would only cost latency.
    bool const is_first = last_ == duration(); // and tells nothing of how fast they come
    bool const bottleneck_elsewhere = !is_first && now - last_ > slow_item * items;
    if (items != 0 || is_first) {
        last_ = now;
        last_delivered_ = delivered;
    }
    if (elapsed > long_batch || (items != 0 && bottleneck_elsewhere))
        size_ = 1;
    else if (elapsed > 2 * short_batch)
        size_ = std::max<std::size_t>(size_ / 2, 1);
    else if (elapsed < short_batch && items != 0)
        size_ = std::min(size_ * 4, largest_);
}

} // namespace genpool::detail
