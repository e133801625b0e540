// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "oracle.hpp"
#include "proof/support/consumers.hpp"
#include "proof/support/run.hpp"
#include "proof/support/tables.hpp"
#include "support/execution/held_operation.hpp"
#include "support/execution/manual_executor.hpp"

#include <boost/asio/append.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace genpool::proof
{

/// A map and everything that it needs, run by hand: which handler runs next, and what happens between any two of them
/// or inside them, an oracle decides. Each run in a world of its own.
class world final : public run
{
public:
    world(plan const& p, oracle& o) : run(p), oracle_(o), left_(p.happens) {}
    ~world();

    /// Begins, and lets the map run until nothing is queued and nothing more is to happen.
    void let_run();

    // The same step by step.
    void begin();
    /// Runs one handler, or lets a slow reader go on; false: neither is there.
    bool step();
    void act(action a);
    /// Records what may be seen when nothing is queued.
    void rest();

    /// Destroys what is left.
    void destroy();

    /// Handlers that have run.
    std::size_t steps() const noexcept { return steps_; }

    // For what runs here.
    test::manual_context& pool() noexcept { return *contexts_[0]; }
    auto consumer_executor() { return contexts_[1]->get_executor(); }
    test::manual_context* third() noexcept { return contexts_[2].get(); }
    auto third_executor() { return contexts_[2]->get_executor(); }
    boost::asio::cancellation_slot slot() noexcept { return signal_.slot(); }
    auto& held() noexcept { return held_; }
    void read(stream<item> results) { reader_.emplace(*this, consumer_executor(), std::move(results)); }

private:
    static constexpr std::size_t contexts = 3;
    static constexpr std::size_t most_steps = 100'000;

    void meddle() override;
    std::size_t queued() const noexcept;
    bool may_release() const noexcept;
    bool may_ask() const noexcept { return reader_ && reader_->wants_to_ask(); }
    void run_queued(std::size_t which);
    bool maybe_act();
    void cancel(boost::asio::cancellation_type type);
    void destroy(std::size_t context);

    oracle& oracle_;
    actions left_;
    std::array<std::unique_ptr<test::manual_context>, contexts> contexts_{
        std::make_unique<test::manual_context>(), std::make_unique<test::manual_context>(),
        std::make_unique<test::manual_context>()};
    test::held_operation<void(boost::system::error_code)> held_; ///< of the third context
    boost::asio::cancellation_signal signal_;
    std::optional<reader<test::manual_executor>> reader_;
    std::size_t last_ = 0; ///< the context whose handler has run last
    std::size_t steps_ = 0;
};

/// Begins what is planned in a world. Apart from it, for its templates are many.
void begin_map(world& w);

/// An operation of the third context: a turn of it, or one that ends only when it is cancelled. As every user must, it
/// takes care that the context is still there.
inline auto operation_of_third(world& w, bool holds)
{
    return [&w, holds] {
        return boost::asio::async_initiate<boost::asio::deferred_t const, void(boost::system::error_code)>(
            [holds](auto handler, world* where) {
                auto const executor = boost::asio::get_associated_executor(handler);
                auto complete = [&](auto const& on, boost::system::error_code error) {
                    boost::asio::post(on, boost::asio::bind_executor(
                                              executor, boost::asio::append(std::move(handler), error)));
                };
                if (where->third() == nullptr)
                    complete(executor, boost::asio::error::operation_aborted);
                else if (holds)
                    where->held().async_hold(std::move(handler));
                else
                    complete(where->third()->get_executor(), {});
            },
            boost::asio::deferred, &w);
    };
}

inline auto turn_of_third(world& w) { return operation_of_third(w, false); }
inline auto hold_of_third(world& w) { return operation_of_third(w, true); }

} // namespace genpool::proof
