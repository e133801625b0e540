// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/consumer/for_each_op.hpp>
#include <genpool/detail/engine/make_engine.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// The initiation of `async_map` and `async_for_each`. With a lazy token it is kept, together with its
/// arguments, until the operation is launched: nothing is made before.
template <class Executor>
class initiate_for_each
{
public:
    using executor_type = Executor;

    explicit initiate_for_each(Executor const& pool) : pool_(pool) {}

    executor_type get_executor() const noexcept { return *pool_; }

    template <class Handler, class Source, class Function, class Collector>
    void operator()(Handler&& handler, Source&& source, Function&& function, options const& o,
                    Collector&& collector) const&
    {
        initiate_for_each{*this}(std::forward<Handler>(handler), std::forward<Source>(source),
                                 std::forward<Function>(function), o, std::forward<Collector>(collector));
    }

    /// Lets go of the executor: a coroutine may keep this for longer than there is a pool.
    template <class Handler, class Source, class Function, class Collector>
    void operator()(Handler&& handler, Source&& source, Function&& function, options const& o,
                    Collector&& collector) &&
    {
        Executor const pool = *std::move(pool_);
        pool_.reset();
        auto engine = make_engine(pool, std::forward<Source>(source), std::forward<Function>(function), o);
        using result = typename decltype(engine)::element_type::result;
        using op = for_each_op<result, std::decay_t<Collector>, std::decay_t<Handler>, Executor>;
        auto* const operation =
            op::make(std::forward<Handler>(handler), engine, pool, std::forward<Collector>(collector));
        try {
            engine->start();
        } catch (...) {
            operation->destroy_op();
            throw;
        }
        operation->start();
    }

private:
    std::optional<Executor> pool_;
};

} // namespace genpool::detail
