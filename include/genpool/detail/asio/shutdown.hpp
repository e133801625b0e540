// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/executor.hpp>
#include <genpool/detail/asio/undocumented.hpp>

#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/query.hpp>

#include <list>
#include <memory>
#include <mutex>

namespace genpool::detail
{

/// Is told that an execution context is being destroyed, while its services can still be used. If its own
/// destruction has begun by then, the context waits until it is no longer registered.
class shutdown_hook
{
public:
    virtual void context_gone() noexcept = 0;

protected:
    ~shutdown_hook() = default;
};

/// Held by a hook's destructor until it is no longer registered: who destroys it may destroy a context with
/// it, which must not wait for that.
class leaving_contexts
{
public:
    leaving_contexts() noexcept;
    ~leaving_contexts();
    leaving_contexts(leaving_contexts const&) = delete;
    leaving_contexts& operator=(leaving_contexts const&) = delete;
};

/// The hooks of one execution context. It is shared with the registrations, since either may go first.
class shutdown_list
{
    struct entry
    {
        std::weak_ptr<shutdown_hook> hook;
        bool over = false;
    };

public:
    using iterator = std::list<entry>::iterator;

    iterator add(std::weak_ptr<shutdown_hook> hook);
    void remove(iterator position) noexcept;
    void run() noexcept;

    /// The list of `context`, made at its first use.
    static std::shared_ptr<shutdown_list> of(boost::asio::execution_context& context);

private:
    std::mutex mutex_;
    std::list<entry> hooks_; // those that are over last
};

/// Keeps a hook registered with one context.
class shutdown_registration
{
public:
    shutdown_registration() = default;
    shutdown_registration(boost::asio::execution_context& context, std::weak_ptr<shutdown_hook> hook);
    shutdown_registration(shutdown_registration&& other) noexcept = default;
    shutdown_registration& operator=(shutdown_registration&& other) noexcept;
    ~shutdown_registration() { reset(); }

    void reset() noexcept;

private:
    std::shared_ptr<shutdown_list> list_;
    shutdown_list::iterator position_;
};

/// The context that `executor` runs in; null for an executor that has none to ask for.
template <class Executor>
boost::asio::execution_context* context_of(Executor const& executor)
{
    namespace asio = boost::asio;
    if constexpr (is_promise_executor<Executor>)
        return nullptr; // it would name the system's context, which starts its threads when first named
    else if constexpr (asio::can_query_v<Executor const&, asio::execution::context_t>)
        return std::addressof(
            static_cast<asio::execution_context&>(asio::query(executor, asio::execution::context)));
    else if constexpr (requires { static_cast<asio::execution_context&>(executor.context()); })
        return std::addressof(static_cast<asio::execution_context&>(executor.context()));
    else
        return nullptr;
}

/// Registers `hook` with the context of `executor`, if it has one.
template <class Executor>
shutdown_registration watch_context(Executor const& executor, std::weak_ptr<shutdown_hook> hook)
{
    if (auto* context = context_of(executor))
        return {*context, std::move(hook)};
    return {};
}

} // namespace genpool::detail
