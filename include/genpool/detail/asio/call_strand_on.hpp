// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/call_strand.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/shutdown_guard.hpp>
#include <genpool/detail/asio/work_guard.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace genpool::detail
{

/// The strand on a pool.
template <class Executor>
class call_strand_on final : public call_strand
{
public:
    explicit call_strand_on(Executor const& pool) : call_strand(context_of(pool)), pool_(pool) {}
    ~call_strand_on();

    static std::shared_ptr<call_strand_on> make(Executor const& pool);

    /// The pool's context is going: lets go of it.
    void drop() noexcept;

private:
    void schedule(bool never_inline) override;
    void hold_pool() noexcept override;
    void release_pool() noexcept override;
    void context_gone() noexcept override;

    std::optional<Executor> pool_;
    std::optional<work_guard<Executor>> work_guard_;
    shutdown_registration registration_;
};

// Not inside the class, where they would be inline, and compiled everywhere.

template <class Executor>
std::shared_ptr<call_strand_on<Executor>> call_strand_on<Executor>::make(Executor const& pool)
{
    auto strand = std::make_shared<call_strand_on>(pool);
    strand->registration_ = watch_context(pool, std::shared_ptr<shutdown_hook>(strand, strand.get()));
    return strand;
}

template <class Executor>
call_strand_on<Executor>::~call_strand_on()
{
    leaving_contexts const scope;
    work_guard_.reset(); // while the pool, if it is being destroyed, waits for this
    pool_.reset();
    registration_.reset();
}

template <class Executor>
void call_strand_on<Executor>::schedule(bool never_inline)
{
    turn next(this->shared_from_this());
    shutdown_guard::pass pass(guard_);
    if (!pass)
        return;
    if (never_inline)
        boost::asio::post(*pool_, std::move(next));
    else
        boost::asio::dispatch(*pool_, std::move(next));
}

template <class Executor>
void call_strand_on<Executor>::hold_pool() noexcept
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        work_guard_.emplace(*pool_);
}

template <class Executor>
void call_strand_on<Executor>::release_pool() noexcept
{
    shutdown_guard::pass pass(guard_);
    if (pass)
        work_guard_.reset();
}

template <class Executor>
void call_strand_on<Executor>::drop() noexcept
{
    guard_.close();
    work_guard_.reset();
    pool_.reset();
}

template <class Executor>
void call_strand_on<Executor>::context_gone() noexcept
{
    drop();
}

} // namespace genpool::detail
