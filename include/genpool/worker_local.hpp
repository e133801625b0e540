// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace genpool
{

/// What it does: keeps one `T` for each thread that asks for it: a scratch buffer, a decoder, a connection that only one
/// thread at a time may use. It is made when a thread first asks, and all are destroyed with the last copy of this: put
/// it into the function that uses it, and they go with that.
///
///     genpool::worker_local<decoder> decoders;
///     auto pictures = std::move(files) | genpool::map(pool, [decoders](fs::path const& file) {
///         return decoders.get().decode(file);
///     });
///
/// Parameters: `make`: called, from several threads at once, for each new one. Default: `T()`.
/// Executor, Cancellation: none of its own.
/// Errors: `get` throws what `make` throws, and `std::bad_alloc`; the next call on that thread tries again.
/// Object lifetimes: copies share the same objects. What `get` gives is the calling thread's: a coroutine may be on
///   another one after any `co_await`, so it must not keep it across one.
/// Thread safety: safe: each thread gets its own.
/// Exception safety: strong.
template <class T>
class worker_local
{
    static_assert(std::is_object_v<T>, "genpool::worker_local<T>: T must be an object type");

public:
    worker_local() : worker_local([] { return T(); }) {}

    template <class Make>
        requires std::is_invocable_r_v<T, Make&>
    explicit worker_local(Make make) : shared_(std::make_shared<shared>(std::move(make))) {}

    /// The calling thread's.
    T& get() const
    {
        auto const me = std::this_thread::get_id();
        {
            std::lock_guard lock(shared_->mutex);
            if (auto const found = shared_->of_thread.find(me); found != shared_->of_thread.end())
                return *found->second;
        }
        auto made = std::make_shared<made_by>(shared_->make); // not under the lock
        auto& result = made->value;
        std::lock_guard lock(shared_->mutex);
        shared_->of_thread.emplace(me, std::shared_ptr<T>(std::move(made), &result));
        return result;
    }

private:
    /// Makes the object where it stays, so that it need not be movable.
    struct made_by
    {
        explicit made_by(std::function<T()> const& make) : value(make()) {}
        T value;
    };

    struct shared
    {
        explicit shared(std::function<T()> m) : make(std::move(m)) {}

        std::function<T()> const make;
        std::mutex mutex;
        std::unordered_map<std::thread::id, std::shared_ptr<T>> of_thread;
    };

    std::shared_ptr<shared> shared_;
};

} // namespace genpool
