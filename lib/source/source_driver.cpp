// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/error.hpp>

#include <genpool/detail/source/source_driver.hpp>

#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/system/system_error.hpp>

#include <utility>

namespace genpool::detail
{
namespace
{

void destroy(generator_promise_base* frame) noexcept
{
    if (frame != nullptr)
        frame->destroy();
}

[[noreturn]] void fail(boost::asio::error::basic_errors code, char const* what)
{
    throw boost::system::system_error(boost::asio::error::make_error_code(code), what);
}

} // namespace

boost::asio::any_io_executor system_home() { return boost::asio::system_executor(); }

boost::asio::any_io_executor plain_home(boost::asio::any_io_executor const& executor)
{
    auto system = system_home();
    return context_of(executor) == context_of(system) ? system : executor;
}

std::shared_ptr<source_driver> source_driver::make(generator_promise_base& promise)
{
    return std::make_shared<source_driver>(promise);
}

/// The right to poll, on its way to the strand. If the strand's context destroys it instead, the operation's
/// handler is destroyed uninvoked.
class source_driver::turn
{
public:
    turn(std::shared_ptr<source_driver> puller, hand_pull::owner op) noexcept
        : puller_(std::move(puller)), op_(std::move(op))
    {}
    turn(turn&&) noexcept = default;
    turn& operator=(turn&&) = delete;

    ~turn()
    {
        if (puller_)
            puller_->drop(std::move(op_));
    }

    void operator()()
    {
        auto const puller = std::move(puller_);
        puller->run(std::move(op_));
    }

private:
    std::shared_ptr<source_driver> puller_;
    hand_pull::owner op_; // with its first turn an operation becomes the current one
};

source_driver::claimed source_driver::claim(boost::asio::any_io_executor const& executor)
{
    std::lock_guard lock(mutex_);
    if (!strand_) {
        auto made = strand::make(executor);
        registration_ = watch_context(executor, weak_from_this());
        strand_ = std::move(made);
        executor_ = executor;
    }
    if (promise_ == nullptr || !executor_ || detached_)
        return claimed::too_late;
    if (std::exchange(busy_, true))
        return claimed::already;
    ++ticket_;
    return claimed::yes;
}

void source_driver::unclaim() noexcept
{
    generator_promise_base* frame = nullptr;
    {
        std::lock_guard lock(mutex_);
        busy_ = false;
        role_.leave();
        work_ = nullptr;
        if (detached_)
            frame = take_frame();
    }
    destroy(frame);
}

void source_driver::begin(hand_pull::owner op)
{
    turn first(shared_from_this(), std::move(op)); // whatever throws now, it cleans up
    {
        std::lock_guard lock(mutex_);
        work_ = boost::asio::prefer(executor_, boost::asio::execution::outstanding_work.tracked);
    }
    promise_->bind(*this);
    strand_->submit_task(std::move(first), true);
}

void source_driver::run(hand_pull::owner op)
{
    {
        std::lock_guard lock(mutex_);
        role_.run();
        if (op)
            current_ = std::move(op);
    }
    for (;;) {
        poll_result answer = poll_result::end;
        std::exception_ptr error;
        try {
            answer = promise_->poll();
        } catch (...) {
            error = std::current_exception();
        }
        if (answer == poll_result::value || answer == poll_result::end)
            return finish(std::move(error), answer);
        if (answer == poll_result::parked)
            promise_->start();
        std::lock_guard lock(mutex_);
        if (role_.wait()) {
            waiting_ = shared_from_this();
            return;
        }
    }
}

void source_driver::finish(std::exception_ptr error, poll_result answer)
{
    auto op = take_current();
    op->store(std::move(error), answer == poll_result::value ? promise_->item_address() : nullptr);
    unclaim(); // before the handler can ask for the next item
    op.release()->complete();
}

void source_driver::drop(hand_pull::owner op) noexcept
{
    op.reset();
    take_current().reset();
    unclaim();
}

void source_driver::wake() noexcept
{
    std::shared_ptr<source_driver> self;
    {
        std::lock_guard lock(mutex_);
        if (!role_.wake())
            return;
        self = std::move(waiting_);
    }
    try {
        auto const home = self->strand_;
        home->submit_task(turn(std::move(self), nullptr), true);
    } catch (...) { // the turn has destroyed the handler
    }
}

void source_driver::abandoned() noexcept
{
    std::shared_ptr<source_driver> self;
    generator_promise_base* frame = nullptr;
    {
        std::lock_guard lock(mutex_);
        if (!role_.lose())
            return; // the body is told by the operation
        self = std::move(waiting_);
        frame = take_frame();
    }
    destroy(frame); // at once: what it holds may belong to the context that is being destroyed
    auto op = take_current();
    unclaim();
    if (!op)
        return;
    try {
        op->store(make_error(boost::asio::error::operation_aborted), nullptr);
        op.release()->complete();
    } catch (...) { // no memory: the handler has been destroyed
    }
}

/// A turn that is on its way will be destroyed by the context. What is awaited may belong to another context:
/// the frame stays until its operation is over.
void source_driver::context_gone() noexcept
{
    hand_pull::owner op;
    generator_promise_base* frame = nullptr;
    {
        std::lock_guard lock(mutex_);
        if (role_.is_waiting())
            op = std::move(current_);
        else
            frame = take_frame();
        work_ = nullptr;
        executor_ = nullptr;
    }
    op.reset();
    destroy(frame);
    strand_->drop();
}

boost::asio::any_io_executor source_driver::serial_executor() { return strand_->executor(); }

void source_driver::request_cancel(std::uint64_t ticket, boost::asio::cancellation_type type)
{
    strand_->submit_task([self = shared_from_this(), ticket, type] { self->cancel(ticket, type); }, true);
}

/// Inside the strand, so no turn runs. While the body is told, a report is kept for afterwards.
void source_driver::cancel(std::uint64_t ticket, boost::asio::cancellation_type type)
{
    std::shared_ptr<source_driver> self;
    {
        std::lock_guard lock(mutex_);
        if (!current_ || (ticket != any_ticket && ticket != ticket_))
            return;
        if (role_.tell())
            self = std::move(waiting_);
    }
    promise_->cancel(type);
    if (!self)
        return;
    {
        std::lock_guard lock(mutex_);
        if (!role_.told()) {
            waiting_ = std::move(self);
            return;
        }
    }
    run(nullptr);
}

void source_driver::require_idle()
{
    std::lock_guard lock(mutex_);
    if (busy_)
        fail(boost::asio::error::already_started, "genpool: an async_next of this generator is outstanding");
    if (promise_ == nullptr)
        fail(boost::asio::error::operation_aborted, "genpool: the context of this generator is gone");
}

void source_driver::discard() noexcept
{
    generator_promise_base* frame = nullptr;
    bool busy = false;
    {
        std::lock_guard lock(mutex_);
        detached_ = true;
        busy = busy_;
        if (!busy)
            frame = take_frame();
    }
    destroy(frame);
    if (!busy)
        return;
    try {
        request_cancel(any_ticket, boost::asio::cancellation_type::terminal);
    } catch (...) { // cancellation asks, and promises nothing
    }
}

hand_pull::owner source_driver::take_current() noexcept
{
    std::lock_guard lock(mutex_);
    return std::move(current_);
}

generator_promise_base* source_driver::take_frame() noexcept { return std::exchange(promise_, nullptr); }

} // namespace genpool::detail
