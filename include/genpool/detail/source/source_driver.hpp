// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/flow/pull_role.hpp>
#include <genpool/detail/source/generator_promise.hpp>
#include <genpool/detail/source/poll_result.hpp>
#include <genpool/detail/source/source_executor.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>

namespace genpool::detail
{

/// One `generator::async_next` without its types.
class hand_pull
{
public:
    struct destroyer
    {
        void operator()(hand_pull* op) const noexcept { op->destroy(); }
    };
    using owner = std::unique_ptr<hand_pull, destroyer>;

    /// Keeps the outcome: `item` is to be moved out, null if there is none.
    virtual void store(std::exception_ptr error, void* item) noexcept = 0;
    /// Has the handler called, and destroys itself.
    virtual void complete() = 0;

protected:
    ~hand_pull() = default;

private:
    /// Destroys the handler uninvoked.
    virtual void destroy() noexcept = 0;
};

/// The system's executor.
boost::asio::any_io_executor system_home();

/// The system's executor instead of another one of its context, which would add nothing.
boost::asio::any_io_executor plain_home(boost::asio::any_io_executor const& executor);

/// Pulls a generator for one `async_next` after the other, in a strand of its own. The generator, its
/// operations and what may cancel them share it.
///
/// At any time one of these may use the frame: the generator, if no operation is outstanding; a turn; or,
/// while the body waits, whoever is told first that it waits no more. `mutex_` decides who, and `promise_` is
/// null once the frame is gone.
class source_driver final : public source_waker,
                            public shutdown_hook,
                            public std::enable_shared_from_this<source_driver>
{
public:
    static std::shared_ptr<source_driver> make(generator_promise_base& promise);

    explicit source_driver(generator_promise_base& promise) noexcept : promise_(&promise) {}

    enum class claimed : unsigned char
    {
        yes,
        already, ///< another operation is outstanding
        too_late ///< the generator, or the context of its executor, is gone
    };

    /// Reserves the generator for one operation; the first one decides on its executor.
    claimed claim(boost::asio::any_io_executor const& executor);
    void unclaim() noexcept;
    /// Of the operation that claimed last.
    std::uint64_t ticket() const noexcept { return ticket_; }
    void begin(hand_pull::owner op);

    /// From any thread.
    void request_cancel(std::uint64_t ticket, boost::asio::cancellation_type type);

    /// Throws unless the generator itself may use the frame.
    void require_idle();

    /// The generator is being destroyed: destroys the frame, as soon as an outstanding operation has ended.
    void discard() noexcept;

private:
    using strand = source_strand<boost::asio::any_io_executor>;
    class turn;

    static constexpr std::uint64_t any_ticket = 0;

    boost::asio::any_io_executor serial_executor() override;
    void wake() noexcept override;
    void abandoned() noexcept override;
    void context_gone() noexcept override;

    void run(hand_pull::owner op);
    void finish(std::exception_ptr error, poll_result answer);
    void drop(hand_pull::owner op) noexcept;
    void cancel(std::uint64_t ticket, boost::asio::cancellation_type type);
    hand_pull::owner take_current() noexcept;
    generator_promise_base* take_frame() noexcept;

    shutdown_registration registration_; // destroyed last: the context waits for what is of it
    std::mutex mutex_;
    generator_promise_base* promise_;
    std::shared_ptr<strand> strand_;
    boost::asio::any_io_executor executor_; // none before the first operation, and once its context is gone
    boost::asio::any_io_executor work_;     // keeps that one busy while an operation is outstanding
    hand_pull::owner current_;
    std::uint64_t ticket_ = any_ticket;
    pull_role role_;
    std::shared_ptr<source_driver> waiting_; // this, while the body waits and nobody runs
    bool busy_ = false;
    bool detached_ = false; // from the generator
};

} // namespace genpool::detail
