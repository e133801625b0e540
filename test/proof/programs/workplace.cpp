// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "workplace.hpp"

#include <boost/asio/multiple_exceptions.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>

namespace genpool::proof
{

workplace::workplace(setting where, std::size_t threads) : where_(where)
{
    if (where == setting::thread_pool) {
        executor_ = pool_.emplace(threads).get_executor();
        return;
    }
    auto const io = io_.emplace().get_executor();
    if (where == setting::strand)
        executor_ = boost::asio::make_strand(io);
    else
        executor_ = io;
    if (where == setting::by_hand)
        return;
    guard_.emplace(io);
    while (threads_.size() != threads)
        threads_.emplace_back([this] { work(); });
}

void workplace::work()
{
    while (!io_->stopped())
        catch_all([this] { io_->run(); });
}

void workplace::catch_all(std::function<void()> const& f)
{
    try {
        f();
    } catch (thrown_by_handler const&) {
        ++caught_;
    } catch (boost::asio::multiple_exceptions const&) {
        ++merged_;
    }
}

void workplace::consume(std::function<void()> const& f)
{
    if (where_ != setting::strand)
        return f();
    bool done = false;
    boost::asio::post(executor_, [&] {
        f();
        std::lock_guard lock(mutex_);
        done = true;
        changed_.notify_all();
    });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return done; });
}

bool workplace::wait_for(std::function<bool()> const& done)
{
    if (where_ != setting::by_hand) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, done);
        return true;
    }
    io_->restart();
    while (!done()) {
        std::size_t ran = 0;
        bool threw = true;
        catch_all([&] {
            ran = io_->poll_one();
            threw = false;
        });
        if (ran == 0 && !threw)
            return false;
    }
    return true;
}

void workplace::changed()
{
    std::lock_guard lock(mutex_);
    changed_.notify_all();
}

bool workplace::pause(std::size_t amount)
{
    if (where_ == setting::by_hand)
        return wait_for([&] { return amount-- == 0; });
    std::this_thread::sleep_for(std::chrono::microseconds(amount * 5));
    return true;
}

void workplace::finish()
{
    guard_.reset();
    if (where_ == setting::by_hand)
        wait_for([] { return false; });
    join();
}

void workplace::join()
{
    for (auto& t : threads_)
        t.join();
    threads_.clear();
    if (pool_)
        pool_->join();
}

void workplace::destroy()
{
    if (io_)
        io_->stop();
    if (pool_)
        pool_->stop();
    guard_.reset();
    join();
    executor_ = {};
    io_.reset();
    pool_.reset();
}

} // namespace genpool::proof
