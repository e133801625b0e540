// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/asio/post_attempt.hpp>
#include <genpool/detail/consumer/result_dispatcher_base.hpp>
#include <genpool/detail/consumer/submit_consumer.hpp>

#include <utility>

namespace genpool::detail
{

collector_task::~collector_task()
{
    if (port_ != nullptr && !post_attempt::refused(port_))
        port_->end();
}

void collector_task::operator()() { std::exchange(port_, nullptr)->run(); }

/// What `submit_consumer` asks for.
class result_dispatcher_base::target
{
public:
    explicit target(result_dispatcher_base& port) noexcept : port_(port) {}

    void const* task() const noexcept { return &port_; }
    bool runs_here() const noexcept { return port_.executor_->runs_here(); }
    void run() const { port_.run(); }
    void post() const { port_.executor_->post(collector_task(port_)); }

    void refused(consumer_submissions::pass& pass, std::exception_ptr error) const noexcept
    {
        port_.drop();
        pass.end();
        if (error)
            port_.core_->consumer().failed(std::move(error), false);
        port_.end();
    }

private:
    result_dispatcher_base& port_;
};

result_dispatcher_base::result_dispatcher_base(std::shared_ptr<map_runtime> core,
                                               std::unique_ptr<collector_executor> executor)
    : core_(std::move(core)), executor_(std::move(executor)), context_(executor_->context())
{
    core_->contexts().watch(context_);
}

void result_dispatcher_base::start(std::shared_ptr<result_dispatcher_base> self) noexcept
{
    self_ = std::move(self);
    core_->consumer().attach(*this);
    if (!core_->consumer().park(*this))
        go_on(false);
}

void result_dispatcher_base::run()
{
    auto how = progress::none_ready;
    do {
        how = hand_over();
        if (how == progress::none_ready && core_->consumer().park(*this))
            return;
    } while (how == progress::none_ready && !core_->ending().completion());
    if (how == progress::more)
        go_on(false); // others on this executor get their turn
    else if (how != progress::awaiting)
        end();
}

void result_dispatcher_base::go_on(bool may_run_inline) noexcept
{
    core_->consumer().submissions().begin();
    resume(may_run_inline);
}

/// Only where the executor's context cannot go meanwhile.
void result_dispatcher_base::end() noexcept
{
    auto const self = std::move(self_);
    drop();
    core_->consumer().detach(*this);
    core_->ending().abandon();
}

void result_dispatcher_base::drop() noexcept
{
    drop_collector();
    executor_.reset();
}

void result_dispatcher_base::leaving() noexcept { core_->consumer().submissions().begin(); }
void result_dispatcher_base::resume(bool at_turn_end) { submit_consumer(core_, target(*this), at_turn_end); }

bool result_dispatcher_base::belongs_to(boost::asio::execution_context& x) const noexcept
{
    return context_ == &x;
}

void result_dispatcher_base::destroy() noexcept { end(); }

} // namespace genpool::detail
