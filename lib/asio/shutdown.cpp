// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/detail/asio/shutdown.hpp>

#include <boost/asio/detail/strand_executor_service.hpp>

#include <thread>
#include <utility>

namespace genpool::detail
{
namespace
{

thread_local unsigned leaving = 0;

/// Services are shut down last made first. That of the strands has to come after this one: who submits
/// something to a strand while it is shut down takes no part in its locking.
class shutdown_service : public boost::asio::execution_context::service
{
public:
    using key_type = shutdown_service;
    inline static boost::asio::execution_context::id id;

    explicit shutdown_service(boost::asio::execution_context& context)
        : boost::asio::execution_context::service(context), list(std::make_shared<shutdown_list>())
    {
        boost::asio::use_service<boost::asio::detail::strand_executor_service>(context);
    }

    std::shared_ptr<shutdown_list> const list;

private:
    void shutdown() noexcept override { list->run(); }
};

} // namespace

leaving_contexts::leaving_contexts() noexcept { ++leaving; }

leaving_contexts::~leaving_contexts() { --leaving; }

shutdown_list::iterator shutdown_list::add(std::weak_ptr<shutdown_hook> hook)
{
    std::list<entry> node;
    node.push_back({std::move(hook)}); // allocates before the lock
    std::lock_guard lock(mutex_);
    hooks_.splice(hooks_.begin(), node);
    return hooks_.begin();
}

void shutdown_list::remove(iterator position) noexcept
{
    std::list<entry> removed; // destroyed after the lock
    std::lock_guard lock(mutex_);
    removed.splice(removed.begin(), hooks_, position);
}

void shutdown_list::run() noexcept
{
    std::unique_lock lock(mutex_);
    while (!hooks_.empty() && !hooks_.front().over) {
        auto hook = hooks_.front().hook.lock();
        if (hook || leaving != 0) {
            hooks_.front().over = true;
            hooks_.splice(hooks_.end(), hooks_, hooks_.begin());
        }
        lock.unlock();
        if (hook)
            std::exchange(hook, nullptr)->context_gone();
        else
            std::this_thread::yield();
        lock.lock();
    }
}

std::shared_ptr<shutdown_list> shutdown_list::of(boost::asio::execution_context& context)
{
    return boost::asio::use_service<shutdown_service>(context).list;
}

shutdown_registration::shutdown_registration(boost::asio::execution_context& context,
                                             std::weak_ptr<shutdown_hook> hook)
    : list_(shutdown_list::of(context)), position_(list_->add(std::move(hook)))
{}

shutdown_registration& shutdown_registration::operator=(shutdown_registration&& other) noexcept
{
    if (this != &other) {
        reset();
        list_ = std::move(other.list_);
        position_ = other.position_;
    }
    return *this;
}

void shutdown_registration::reset() noexcept
{
    if (auto const list = std::exchange(list_, nullptr))
        list->remove(position_);
}

} // namespace genpool::detail
