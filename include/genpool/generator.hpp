// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/detail/asio/token_for.hpp>
#include <genpool/detail/source/generator_await.hpp>
#include <genpool/detail/source/generator_next.hpp>
#include <genpool/detail/source/generator_promise.hpp>
#include <genpool/detail/source/next.hpp>
#include <genpool/detail/source/no_iterator.hpp>
#include <genpool/detail/source/source_driver.hpp>
#include <genpool/detail/source/source_traits.hpp>

#include <boost/asio/async_result.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace genpool
{

/// What it does: is a lazy sequence that a coroutine computes: `co_yield` gives the next item, and between
/// items the body may `co_await`. Nothing runs before the first item is asked for, and nothing is computed
/// ahead of what was asked for. Whoever asks resumes the body inline, so an item that needs no waiting costs
/// a few nanoseconds and no allocation.
///
/// The body may use
/// - `co_yield item`: an rvalue is moved out; an lvalue is copied, and stays as it was;
/// - `co_await` of an Asio operation given `asio::deferred` or `asio::use_awaitable`: a leading
///   `std::exception_ptr` or `error_code` is thrown; of the other results none gives void, one itself,
///   several a tuple. An operation that is destroyed without completing throws
///   `asio::error::operation_aborted`, unless the generator is destroyed with it;
/// - `co_await asio::this_coro::executor`: the executor that its operations start and complete on: in a map a
///   strand of the pool;
/// - `co_await genpool::next(source)`.
///
/// GCC 12 destroys a braced aggregate, or a lambda with captures, twice if it is written inside a `co_yield`
/// or `co_await` expression: name it first.
///
/// Parameters: `T`: a movable object type; it need not be copyable nor have a default.
/// Executor: the body runs wherever it is asked for an item until it first waits; from then on inside the
///   strand of whoever pulls it.
/// Cancellation: when a map is stopped, what the body awaits is cancelled with type terminal, and every later
///   `co_await` of the body throws `asio::error::operation_aborted`; the body may catch it.
/// Errors: an exception that leaves the body comes after everything that it yielded; it ends the generator.
/// Object lifetimes: what the body refers to must live as long as the generator does: mind that reference
///   parameters, and the captures of a lambda that is the coroutine, are not copied into it. The generator
///   owns the body's variables, and its destructor destroys them. One that was default constructed or moved
///   from has nothing to yield: whoever is given it, or asks it, gets `std::invalid_argument`.
/// Thread safety: distinct objects: safe. Shared objects: unsafe. The body may be resumed on different
///   threads, one after another.
template <class T>
class [[nodiscard]] generator
{
    static_assert(std::is_object_v<T> && !std::is_array_v<T> && std::same_as<T, std::remove_cv_t<T>>,
                  "genpool::generator<T>: T must be an object type; yield values, not references or void");

public:
    using value_type = T;
    using promise_type = detail::generator_promise<T>;

    generator() noexcept = default;
    generator(generator&& other) noexcept
        : promise_(std::exchange(other.promise_, nullptr)), puller_(std::move(other.puller_))
    {}

    generator& operator=(generator&& other) noexcept
    {
        generator(std::move(other)).swap(*this);
        return *this;
    }

    ~generator()
    {
        if (puller_)
            puller_->discard();
        else if (promise_ != nullptr)
            promise_->destroy();
    }

    /// What it does: asks for the next item, by hand: programs that give the generator to a map, or pull it
    /// with `genpool::next`, do not need it.
    ///
    /// Completion signature: `void(std::exception_ptr, std::optional<T>)`: an item; or neither, at the end,
    ///   and again whenever it is asked for after that.
    /// Executor: the handler is called by its associated executor, or `asio::system_executor`, never inside
    ///   this function. The executor of the first handler is also the generator's: the body runs in a strand
    ///   of it, perhaps inside this function.
    /// Cancellation: every type is passed on to the operation that the body awaits; terminal also makes every
    ///   later `co_await` of the body throw `asio::error::operation_aborted`.
    /// Errors: what left the body, again whenever it is asked for after that; `asio::error::already_started`
    ///   while another `async_next` is outstanding; `asio::error::operation_aborted` when the context of the
    ///   generator's executor is gone. Destroying that context destroys the handler uninvoked. A generator
    ///   that was moved from, or default-constructed, throws `std::invalid_argument`.
    /// Object lifetimes: the generator may be moved or destroyed meanwhile: what the body awaits is then
    ///   cancelled, and the body's variables live until that has completed.
    /// Exception safety: if it throws, the handler is not called and the generator can still be pulled.
    template <detail::token_for<void(std::exception_ptr, std::optional<T>)> CompletionToken>
    auto async_next(CompletionToken&& token)
    {
        require_body();
        return boost::asio::async_initiate<CompletionToken, void(std::exception_ptr, std::optional<T>)>(
            detail::initiate_next<T>(puller()), token);
    }

    // For a message in words.
    template <class Item = T>
    detail::no_iterator<Item> begin() const
    {
        static_assert(detail::never<Item>,
                      "genpool: a generator is no range, since it may have to wait: give it to a "
                      "map, and write for (auto& result : genpool::blocking(std::move(stream)))");
        return {};
    }

    template <class Item = T>
    detail::no_iterator<Item> end() const;

    void swap(generator& other) noexcept
    {
        std::swap(promise_, other.promise_);
        puller_.swap(other.puller_);
    }

private:
    friend promise_type;
    friend detail::generator_source<T>;
    friend detail::source_traits<generator>;

    explicit generator(promise_type& promise) noexcept : promise_(&promise) {}

    /// What pulls it by hand, from the first time on.
    std::shared_ptr<detail::source_driver> const& puller()
    {
        if (!puller_)
            puller_ = detail::source_driver::make(*promise_);
        return puller_;
    }

    void require_body() const
    {
        if (promise_ == nullptr)
            detail::throw_empty("generator");
    }

    /// The promise, for others to pull.
    promise_type* idle_promise() const
    {
        require_body();
        if (puller_)
            puller_->require_idle();
        return promise_;
    }

    promise_type* promise_ = nullptr;
    std::shared_ptr<detail::source_driver> puller_;
};

/// What it does: asks, inside the body of a generator, for one item of another source:
/// `while (auto item = co_await genpool::next(source))`. The result is a `std::optional` with the item, empty
/// at the end.
///
/// Parameters: `source`: a generator or a stream, which gives an item that needs no waiting inline and
///   without allocating; or any object with `async_next(token)`, as `genpool::source` says.
/// Cancellation: as any `co_await` of a generator; it is passed on to `source`.
/// Errors: `co_await` throws what `source` failed with, and throws it again if asked again; of a `source` that was
///   moved from, `std::invalid_argument` for a generator, `asio::error::operation_aborted` for a stream.
/// Object lifetimes: `source` is referred to until the `co_await` is over.
/// Thread safety: nobody else may use `source` meanwhile.
template <class Source>
detail::next_request<Source> next(Source& source) noexcept
{
    static_assert(detail::borrowable<Source> || detail::async_nextable<Source>,
                  "genpool::next: this must be a generator, a stream, or have async_next(token)");
    return {source};
}

namespace detail
{

template <class T>
inline constexpr bool has_own_traits<generator<T>> = true;

template <class T>
struct source_traits<generator<T>>
{
    using value_type = T;
    static void require_filled(generator<T> const& source) { source.require_body(); }
    static auto own(generator<T>&& source) { return generator_source<T>(std::move(source)); }
    static auto borrow(generator<T>& source) { return generator_reference<T>(source.idle_promise()); }
};

} // namespace detail
} // namespace genpool
