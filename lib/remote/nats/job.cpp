// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "job.hpp"

#include "../aborted.hpp"
#include "../protocol/request.hpp"
#include <genpool/remote/bytes.hpp>

#include <utility>

namespace genpool::remote::detail
{

std::shared_ptr<cluster_job> cluster_job::make(boost::asio::any_io_executor const& executor,
                                               cluster_options options)
{
    auto const job = std::make_shared<cluster_job>(executor, std::move(options));
    job->registration_ = genpool::detail::watch_context(executor, job);
    job->talker_ = std::thread([raw = job.get()] { raw->talk(); });
    return job;
}

cluster_job::cluster_job(boost::asio::any_io_executor const& executor, cluster_options&& options)
    : options_(std::move(options)), names_(options_.name, job_),
      context_(genpool::detail::context_of(executor))
{}

cluster_statistics cluster_job::stats() const
{
    std::lock_guard guard(mutex_);
    auto stats = stats_;
    stats.outstanding = calls_.size();
    return stats;
}

void cluster_job::start(std::shared_ptr<call> c)
{
    std::lock_guard guard(mutex_);
    if (closed_)
        std::rethrow_exception(aborted());
    auto const number = ++numbers_;
    if (calls_.empty())
        waiting_since_ = clock::now();
    to_publish_.push_back(number);
    auto const* const key = c.get();
    calls_.emplace(number, outstanding{std::move(c)});
    numbers_of_.emplace(key, number);
    changed_.notify_all();
}

void cluster_job::cancel(std::shared_ptr<call> const& c) noexcept
{
    {
        std::lock_guard guard(mutex_);
        auto const found = numbers_of_.find(c.get());
        if (found == numbers_of_.end())
            return;
        auto const number = found->second;
        numbers_of_.erase(found);
        calls_.erase(number);
        to_cancel_.push_back(number);
        ++ending_;
        changed_.notify_all();
    }
    end(c, aborted(), {});
}

/// A call that has been taken out, and counted as ending.
void cluster_job::end(std::shared_ptr<call> const& c, std::exception_ptr error, std::string value) noexcept
{
    c->complete(std::move(error), std::move(value), false);
    std::lock_guard guard(mutex_);
    --ending_;
    changed_.notify_all();
}

void cluster_job::close(bool context_is_gone) noexcept
{
    std::unordered_map<std::uint64_t, outstanding> calls;
    std::thread talker;
    {
        std::unique_lock lock(mutex_);
        if (std::exchange(closed_, true))
            return;
        calls.swap(calls_);
        numbers_of_.clear();
        talker.swap(talker_);
        changed_.notify_all();
        changed_.wait(lock, [this] { return ending_ == 0; });
    }
    for (auto const& [number, each] : calls) {
        if (context_is_gone && each.waits->context() == context_)
            each.waits->abandon();
        else
            each.waits->complete(aborted(), {}, false);
    }
    talker.join();
}

void cluster_job::listen(nats_connection& c, nats_inbox& inbox) noexcept
{
    constexpr auto blink = std::chrono::milliseconds(200);
    for (;;) {
        auto const m = inbox.next(blink);
        if (!m) {
            std::lock_guard guard(mutex_);
            if (closed_)
                return;
            continue;
        }
        try {
            heard(c, *m);
        } catch (...) {
            // What nobody can read, or has no memory to, counts as never heard: the item will come again.
        }
    }
}

void cluster_job::heard(nats_connection& c, nats_message const& m)
{
    if (m.subject() != names_.results) {
        stored(m);
        return;
    }
    auto const r = parse_result(m.data());
    if (r.reply.empty()) { // somebody works on it
        std::lock_guard guard(mutex_);
        waiting_since_ = clock::now();
        return;
    }
    result(r);
    if (r.acknowledgement.starts_with("$JS.ACK.")) // now that its result is here, nobody needs the item
        c.publish(std::string(r.acknowledgement), {}, acknowledge);
}

void cluster_job::result(result_message const& m)
{
    auto const r = parse_reply(m.reply);
    std::shared_ptr<call> c;
    {
        std::lock_guard guard(mutex_);
        waiting_since_ = clock::now();
        auto const found = calls_.find(m.number);
        if (r.kind == reply_kind::given_back) {
            if (found != calls_.end())
                publish_again(m.number, found->second);
            changed_.notify_all();
            return;
        }
        if (found == calls_.end()) {
            ++stats_.late;
            return;
        }
        c = std::move(found->second.waits);
        calls_.erase(found);
        numbers_of_.erase(c.get());
        ++stats_.results;
        ++ending_;
    }
    if (r.kind == reply_kind::value)
        end(c, nullptr, std::string(r.bytes));
    else
        end(c, to_exception(r, c->function().shape), {});
}

/// An item that the work queue has no more, or will not have.
void cluster_job::publish_again(std::uint64_t number, outstanding& each)
{
    each.stored = false;
    each.published = clock::time_point();
    ++each.lost;
    to_publish_.push_back(number);
}

/// What the work queue said of an item: that it has it, or why not.
void cluster_job::stored(nats_message const& m)
{
    bool const is_stored =
        !m.says_that_nobody_listens() && m.data().find("\"error\"") == std::string_view::npos;
    std::lock_guard guard(mutex_);
    if (is_stored) {
        auto const found = calls_.find(std::stoull(std::string(m.subject().substr(names_.stored.size()))));
        if (found != calls_.end())
            found->second.stored = true;
    } else {
        trouble_ = m.says_that_nobody_listens() ? "the server has no work queue" : std::string(m.data());
        must_set_up_again_ = true;
    }
}

} // namespace genpool::remote::detail
