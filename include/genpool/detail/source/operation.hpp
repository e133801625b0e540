// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/source/poll_result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <exception>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace genpool::detail
{

/// Whether an operation that a source waits for is there, and who tells the host so. Its initiation and its
/// handler may end on two threads at once: whichever is second reports, so that nobody uses the source after
/// the report.
class operation_state
{
public:
    operation_state() = default;
    operation_state(operation_state const&) = delete;
    operation_state& operator=(operation_state const&) = delete;

    /// Whether `take` may be called.
    bool ready() const noexcept { return state_.load(std::memory_order_acquire) >= state::completed; }

protected:
    enum class state : unsigned char
    {
        idle,
        starting, ///< the initiation has not returned
        waiting,
        completed,
        dropped ///< the handler was destroyed uninvoked
    };

    /// Calls `initiate` with the executor of `host`. It makes the handler once `arm` was called.
    template <class Initiate>
    void run(source_waker& host, Initiate&& initiate) noexcept
    {
        host_ = &host;
        error_ = nullptr;
        state_.store(state::dropped, std::memory_order_relaxed); // until there is a handler
        std::exception_ptr failure;
        try {
            initiate(host.serial_executor());
        } catch (...) {
            failure = std::current_exception();
        }
        initiated(std::move(failure));
    }

    void arm() noexcept { state_.store(state::starting, std::memory_order_relaxed); }
    void fail(std::exception_ptr error) noexcept { error_ = std::move(error); }
    void handler_gone(state outcome) noexcept;
    void rethrow_failure();

private:
    void initiated(std::exception_ptr failure) noexcept;
    void report(state outcome) noexcept;

    source_waker* host_ = nullptr;
    std::exception_ptr error_;
    std::atomic<state> state_{state::idle};
};

/// One operation at a time that completes with `Results`, and their place.
template <class... Results>
class operation : public operation_state
{
public:
    /// Starts `initiate(handler)`. It ends with exactly one report to `host`, perhaps inside `start`, and
    /// nothing here is touched after that. Until then this object must live.
    template <class Initiate>
    void start(source_waker& host, boost::asio::cancellation_slot slot, Initiate initiate) noexcept
    {
        results_.reset();
        run(host, [&](boost::asio::any_io_executor executor) {
            arm();
            Initiate moved(std::move(initiate)); // gone before the report
            std::move(moved)(handler(*this, std::move(executor), slot));
        });
    }

    /// The results; throws instead when the operation could not be started or was destroyed uncompleted.
    std::tuple<Results...> take()
    {
        rethrow_failure();
        return *std::move(results_);
    }

private:
    class handler
    {
    public:
        using executor_type = boost::asio::any_io_executor;
        using cancellation_slot_type = boost::asio::cancellation_slot;

        handler(operation& op, executor_type executor, cancellation_slot_type slot) noexcept
            : operation_(&op), executor_(std::move(executor)), slot_(slot)
        {}

        handler(handler&& other) noexcept
            : operation_(std::exchange(other.operation_, nullptr)), executor_(std::move(other.executor_)),
              slot_(other.slot_)
        {}

        handler& operator=(handler&&) = delete;

        ~handler()
        {
            if (operation_ != nullptr)
                operation_->handler_gone(state::dropped);
        }

        template <class... Args>
        void operator()(Args&&... args)
        {
            operation* const op = std::exchange(operation_, nullptr);
            try {
                op->results_.emplace(std::forward<Args>(args)...);
            } catch (...) {
                op->fail(std::current_exception());
            }
            op->handler_gone(state::completed);
        }

        executor_type get_executor() const noexcept { return executor_; }
        cancellation_slot_type get_cancellation_slot() const noexcept { return slot_; }

    private:
        operation* operation_;
        executor_type executor_;
        cancellation_slot_type slot_;
    };

    std::optional<std::tuple<Results...>> results_;
};

template <class Signature>
struct operation_for;

template <class R, class... Args>
struct operation_for<R(Args...)>
{
    using type = operation<std::decay_t<Args>...>;
};

/// The `operation` for a completion signature.
template <class Signature>
using operation_for_t = typename operation_for<Signature>::type;

template <class T>
inline constexpr bool is_error =
    std::is_same_v<T, std::exception_ptr> || std::is_same_v<T, boost::system::error_code>;

inline void throw_error(std::exception_ptr const& error)
{
    if (error)
        std::rethrow_exception(error);
}

inline void throw_error(boost::system::error_code const& error)
{
    if (error)
        throw boost::system::system_error(error);
}

inline void unwrapped() {}

template <class Result>
Result unwrapped(Result&& result)
{
    return std::move(result);
}

template <class... Results>
    requires(sizeof...(Results) > 1)
std::tuple<Results...> unwrapped(Results&&... results) { return {std::move(results)...}; }

inline void unwrap(std::tuple<>&&) {}

/// What `co_await` gives for results, as in Asio: a leading error is thrown; of the rest none gives void, one
/// itself, several a tuple.

template <class First, class... Rest>
auto unwrap(std::tuple<First, Rest...>&& results)
{
    if constexpr (is_error<First>) {
        throw_error(std::get<0>(results));
        return std::apply([](First&, Rest&... rest) { return unwrapped(std::move(rest)...); }, results);
    } else {
        return std::apply([](auto&... all) { return unwrapped(std::move(all)...); }, results);
    }
}

} // namespace genpool::detail
