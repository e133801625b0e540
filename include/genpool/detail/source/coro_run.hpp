// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/asio/intentional_leak.hpp>
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/detail/asio/shutdown_guard.hpp>
#include <genpool/detail/source/batch_reports.hpp>
#include <genpool/detail/source/poll_result.hpp>
#include <genpool/detail/source/source_executor.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/coro.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace genpool::detail
{

/// Runs an `experimental::coro` batch by batch on its own executor.
///
/// Resuming it by `async_resume` costs an allocation and a post, so another coro does it, which is resumed
/// once a batch. Both have equal executors, so that one resumes the other directly; between different ones a
/// coro that awaits an operation crashes (asio issue 1536). A batch is short: where the compiler does not
/// make that a tail call, each item deepens the stack.
template <class T, class Executor>
class coro_run final : public shutdown_hook,
                       public std::enable_shared_from_this<coro_run<T, Executor>>,
                       private intentional_leak
{
    using source_type = boost::asio::experimental::coro<T, void, Executor>;
    using driver_type = boost::asio::experimental::coro<bool, void, Executor>;

public:
    explicit coro_run(source_type&& source)
        : open_(source.is_open()), coros_(open_ ? new coros(std::move(source), *this) : nullptr)
    {}

    ~coro_run()
    {
        leaving_contexts const scope;
        shutdown_guard::pass pass(guard_);
        if (pass) // else their context has taken them along
            delete coros_;
        registration_.reset();
    }

    void watch()
    {
        if (coros_ != nullptr)
            registration_ = watch_context(coros_->executor, this->weak_from_this());
    }

    void bind(source_waker& host) noexcept { host_ = &host; }

    poll_result poll(std::size_t credit)
    {
        if (taken_ == batch_.size() && open_ && begin(credit))
            return poll_result::pending;
        if (taken_ != batch_.size()) {
            ++taken_;
            return poll_result::value;
        }
        if (error_)
            std::rethrow_exception(error_);
        return poll_result::end;
    }

    bool ready() const noexcept { return taken_ != batch_.size(); }
    T&& value() noexcept { return std::move(batch_[taken_ - 1]); }

    /// Has a batch end with the item that is being computed.
    void stop() noexcept { stopped_ = true; }

private:
    static constexpr std::size_t longest_batch = 256;

    struct coros
    {
        coros(source_type&& s, coro_run& run)
            : executor(s.get_executor()), reports(std::make_shared<batch_reports<Executor>>(executor)),
              source(std::move(s)), driver(drive(executor, run))
        {}

        Executor executor;
        std::shared_ptr<batch_reports<Executor>> reports;
        source_type source;
        driver_type driver;
    };

    enum class phase : unsigned char
    {
        idle,
        starting, ///< `begin` has not returned
        running   ///< the host waits
    };

    /// The end of a batch. Destroyed uninvoked, it says that there will be none.
    class batch_end
    {
    public:
        explicit batch_end(std::weak_ptr<coro_run> run) noexcept : run_(std::move(run)) {}
        batch_end(batch_end&&) noexcept = default;
        batch_end& operator=(batch_end&&) = delete;

        ~batch_end()
        {
            if (auto const run = run_.lock())
                run->lost();
        }

        void operator()(std::exception_ptr error, std::optional<bool> more)
        {
            auto const run = std::exchange(run_, {}).lock();
            bool const open = !error && more; // after an error `more` means nothing
            run->ended(open, std::move(error));
        }

    private:
        std::weak_ptr<coro_run> run_;
    };

    /// Of `run` nothing may be used by a destructor in here: a coro is destroyed by way of its executor,
    /// perhaps after everything else.
    static driver_type drive(Executor, coro_run& run)
    {
        for (;;) {
            run.resting_ = false;
            try {
                do {
                    std::optional<T> item = co_await run.coros_->source;
                    if (!item) {
                        run.resting_ = true;
                        co_return; // it must not be resumed after its end
                    }
                    run.batch_.push_back(*std::move(item));
                } while (run.batch_.size() < run.wanted_ && !run.stopped_ && run.host_->wants_more());
            } catch (...) {
                run.resting_ = true;
                throw;
            }
            run.resting_ = true;
            co_yield true;
        }
    }

    /// Asks for up to `credit` items; false if that is over already.
    bool begin(std::size_t credit)
    {
        shutdown_guard::pass pass(guard_);
        if (!pass)
            throw_gone();
        batch_.clear();
        taken_ = 0;
        wanted_ = std::min(credit, longest_batch);
        batch_.reserve(wanted_);
        {
            std::lock_guard lock(mutex_);
            phase_ = phase::starting;
        }
        {
            typename batch_reports<Executor>::beginning now(*coros_->reports);
            coros_->driver.async_resume(boost::asio::bind_executor(source_executor(coros_->reports),
                                                                   batch_end(this->weak_from_this())));
        }
        std::lock_guard lock(mutex_);
        if (lost_)
            throw_gone();
        if (phase_ == phase::idle)
            return false;
        phase_ = phase::running;
        return true;
    }

    [[noreturn]] static void throw_gone()
    {
        throw boost::system::system_error(boost::asio::error::operation_aborted,
                                          "genpool: the context of the coro is gone");
    }

    void ended(bool more, std::exception_ptr error) noexcept
    {
        phase before{};
        {
            std::lock_guard lock(mutex_);
            before = std::exchange(phase_, phase::idle);
            open_ = more;
            error_ = std::move(error);
        }
        if (before == phase::running)
            host_->wake();
    }

    void lost() noexcept
    {
        phase before{};
        {
            std::lock_guard lock(mutex_);
            before = std::exchange(phase_, phase::idle);
            lost_ = true;
        }
        if (before == phase::running)
            host_->abandoned();
    }

    /// A coro that is suspended in the midst of an operation, or of another coro, cannot be destroyed: its
    /// destructor resumes whoever awaits it (asio issue 1377).
    void context_gone() noexcept override
    {
        guard_.close(); // so no batch is being started
        if (resting_) {
            delete coros_;
        } else {
            buried_self_ = this->shared_from_this();
            leak();
        }
        lost();
    }

    std::mutex mutex_;
    phase phase_ = phase::idle;
    bool lost_ = false;
    bool open_;
    std::exception_ptr error_;
    std::vector<T> batch_;
    std::size_t taken_ = 0;
    std::size_t wanted_ = 0;
    std::atomic<bool> stopped_{false};
    bool resting_ = true; // neither coro is suspended in the midst of something
    source_waker* host_ = nullptr;
    shutdown_guard guard_; // to the executor
    coros* const coros_;
    shutdown_registration registration_;
    std::shared_ptr<coro_run> buried_self_;
};

} // namespace genpool::detail
