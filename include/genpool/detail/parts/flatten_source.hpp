// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/piped.hpp>

#include <genpool/detail/parts/stage.hpp>

#include <optional>
#include <utility>

namespace genpool::detail
{

/// An optional as a source of one item or none.
template <class T>
class optional_source
{
public:
    using value_type = T;
    static constexpr bool synchronous = true;

    explicit optional_source(std::optional<T>&& item) : item_(std::move(item)), left_(item_.has_value()) {}

    void bind(source_waker&) noexcept {}
    poll_result poll() noexcept
    {
        return std::exchange(left_, false) ? poll_result::value : poll_result::end;
    }
    T&& value() noexcept { return *std::move(item_); }
    void start() noexcept {}
    bool serial() const noexcept { return false; }
    void cancel() noexcept {}

private:
    std::optional<T> item_;
    bool left_;
};

template <class T>
auto make_flat(std::optional<T>&& item)
{
    return optional_source<T>(std::move(item));
}

template <source S>
auto make_flat(S&& item)
{
    return make_source(std::move(item));
}

template <class T>
concept flat = requires(T&& item)
{
    make_flat(std::move(item));
};

template <class Inner, bool = flat<typename Inner::value_type>>
class flatten_source : public stage_source<Inner>
{
    using part_type = decltype(make_flat(std::declval<typename Inner::value_type>()));

public:
    using value_type = typename part_type::value_type;
    static constexpr bool synchronous = Inner::synchronous && part_type::synchronous;
    static constexpr bool waits = waits_itself<Inner>() || waits_itself<part_type>();
    static constexpr bool pulls = pulls_itself<Inner>() || !part_type::synchronous;
    using stage_source<Inner>::stage_source;

    poll_result poll()
    {
        for (;;) {
            if (part_) {
                if (!std::exchange(entering_, false) && part_->serial() && !serial())
                    return enter();
                auto const how = part_->poll();
                serial_ = serial_ || how == poll_result::parked;
                if (how != poll_result::end)
                    return how;
                part_.reset();
                require_wanted(*this->host_);
            }
            auto const how = this->inner_.poll();
            if (how != poll_result::value)
                return how;
            part_.emplace(make_flat(this->inner_.value()));
            part_->bind(*this->host_);
        }
    }

    value_type&& value() noexcept { return part_->value(); }

    void start() noexcept
    {
        if (entering_)
            this->host_->wake(); // this is the serial executor that the part asks for
        else if (part_)
            part_->start();
        else
            this->inner_.start();
    }

    bool serial() const noexcept { return serial_ || this->inner_.serial(); }

    void cancel() noexcept
    {
        if (part_)
            part_->cancel();
        this->inner_.cancel();
    }

    bool would_block() const requires tells_whether_it_would_block<Inner>
    {
        return !part_ && this->inner_.would_block();
    }

private:
    poll_result enter() noexcept
    {
        serial_ = entering_ = true;
        return poll_result::parked;
    }

    std::optional<part_type> part_;
    bool serial_ = false;
    bool entering_ = false;
};

template <class Inner>
class flatten_source<Inner, false> : public stage_source<Inner>
{
    static_assert(
        flat<typename Inner::value_type>,
        "genpool::flatten: an item of the source must be a std::optional, or a source itself: a range, a "
        "generator, a stream");

public:
    using value_type = typename Inner::value_type;
    using stage_source<Inner>::stage_source;
    poll_result poll() { return this->inner_.poll(); }
    value_type&& value() noexcept { return this->inner_.value(); }
};

template <class Inner>
using flatten_stage = flatten_source<Inner>;

} // namespace genpool::detail
