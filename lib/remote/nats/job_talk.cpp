// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What the thread does that talks to the servers for a job.
#include "../../noexcept_make_exception_ptr.hpp"
#include "../protocol/request.hpp"
#include "job.hpp"
#include <genpool/remote/error.hpp>

#include <utility>

namespace genpool::remote::detail
{
namespace
{

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr auto pause = milliseconds(250);
constexpr auto between_announcements = milliseconds(500);
constexpr auto before_looking_for_workers = std::chrono::seconds(2);
constexpr auto until_stored = std::chrono::seconds(5);
constexpr auto after_trouble = milliseconds(200);

} // namespace

void cluster_job::talk() noexcept
{
    std::unique_ptr<nats_connection> c;
    nats_inbox inbox;
    std::thread listener;
    nats_inbox stored_inbox;
    std::thread stored_listener;
    for (bool open = true; open;) {
        try {
            if (!c) {
                auto made = std::make_unique<nats_connection>(
                    nats_access{options_.url, options_.user, options_.password, options_.credentials,
                                options_.ca, options_.certificate, options_.key});
                inbox = made->subscribe(names_.results);
                stored_inbox = made->subscribe(names_.stored + "*");
                c = std::move(made);
            }
            if (!listener.joinable())
                listener = std::thread([&] { listen(*c, inbox); });
            if (!stored_listener.joinable())
                stored_listener = std::thread([&] { listen(*c, stored_inbox); });
            set_up(*c);
            serve(*c);
        } catch (std::exception const& error) {
            std::lock_guard guard(mutex_);
            trouble_ = error.what();
        }
        fail_if_out_of_patience();
        open = wait(after_trouble);
    }
    if (listener.joinable())
        listener.join();
    if (stored_listener.joinable())
        stored_listener.join();
    if (c)
        tear_down(*c);
}

/// Talks until the work queue must be set up again.
void cluster_job::serve(nats_connection& c)
{
    auto const reconnections = c.reconnections();
    auto announced = clock::now();
    auto looked = clock::now();
    for (;;) {
        if (c.is_connected()) {
            publish_cancelled(c);
            publish_new(c);
        }
        if (!wait(pause) || c.reconnections() != reconnections)
            return;
        {
            std::lock_guard guard(mutex_);
            if (must_set_up_again_)
                return;
        }
        auto const now = clock::now();
        if (now - announced >= between_announcements) {
            announced = now;
            if (c.is_connected())
                announce(c);
            publish_again_what_was_not_stored();
            fail_if_out_of_patience();
        }
        if (now - looked >= before_looking_for_workers && c.is_connected()) {
            looked = now;
            look_for_workers(c);
        }
    }
}

/// Waits until there is something to say; false when the job is closed.
bool cluster_job::wait(clock::duration longest)
{
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, longest,
                      [this] { return closed_ || !to_publish_.empty() || !to_cancel_.empty(); });
    return !closed_;
}

void cluster_job::set_up(nats_connection& c)
{
    {
        std::lock_guard guard(mutex_);
        must_set_up_again_ = false;
    }
    ::jsStreamConfig stream;
    nats_check(::jsStreamConfig_Init(&stream), "stream");
    char const* subjects[] = {names_.items.c_str()};
    stream.Name = names_.stream.c_str();
    stream.Subjects = subjects;
    stream.SubjectsLen = 1;
    stream.Retention = js_WorkQueuePolicy;
    stream.Storage = js_FileStorage;
    stream.Replicas = options_.replicas;
    stream.MaxAge = nanoseconds(std::chrono::hours(24)).count();
    nats_check(::js_AddStream(nullptr, c.streams(), &stream, nullptr, nullptr), "the work queue");

    ::jsConsumerConfig consumer;
    nats_check(::jsConsumerConfig_Init(&consumer), "consumer");
    consumer.Durable = job_names::consumer;
    consumer.AckPolicy = js_AckExplicit;
    consumer.AckWait = duration_cast<nanoseconds>(options_.lease).count();
    consumer.MaxDeliver = -1; // it is the workers that count
    consumer.MaxAckPending = 100'000;
    consumer.MaxWaiting = 100'000;
    nats_check(::js_AddConsumer(nullptr, c.streams(), names_.stream.c_str(), &consumer, nullptr, nullptr),
               "the consumer of the work queue");
    publish_all_again();
    announce(c);
}

void cluster_job::tear_down(nats_connection& c)
{
    try {
        if (!c.is_connected())
            return;
        c.publish(names_.cancel, {}, numbered(all_calls, {}));
        ::jsOptions options;
        ::jsOptions_Init(&options);
        options.Wait = 1000;
        ::js_DeleteStream(c.streams(), names_.stream.c_str(), &options, nullptr);
        c.flush(milliseconds(1000));
    } catch (nats_error const&) {
        // Workers will remove it when they have not heard of this job for long.
    }
}

void cluster_job::announce(nats_connection& c)
{
    c.publish(jobs_subject(options_.name), {},
              encode({protocol, job_, std::max(milliseconds(1), duration_cast<milliseconds>(options_.lease)),
                      std::max(milliseconds(1), duration_cast<milliseconds>(options_.patience)),
                      options_.attempts.value(), options_.largest_result}));
}

void cluster_job::publish_new(nats_connection& c)
{
    std::vector<std::uint64_t> numbers;
    {
        std::lock_guard guard(mutex_);
        numbers.swap(to_publish_);
    }
    auto const largest = c.largest_message() - message_overhead;
    for (auto const number : numbers) {
        std::shared_ptr<call> waits;
        auto id = std::to_string(number);
        bool const fits = [&] {
            std::lock_guard guard(mutex_);
            auto const found = calls_.find(number);
            if (found == calls_.end())
                return false;
            waits = found->second.waits;
            found->second.published = clock::now();
            found->second.stored = false;
            if (found->second.lost != 0) // by its first name the server would take it for what it has had
                id += "." + std::to_string(found->second.lost);
            if (waits->item().size() <= largest) {
                ++stats_.published;
                return true;
            }
            calls_.erase(found);
            numbers_of_.erase(waits.get());
            ++ending_;
            return false;
        }();
        if (!fits && waits)
            end(waits, genpool::detail::noexcept_make_exception_ptr([&] {
                    return too_large("an item", waits->item().size(), largest);
                }),
                {});
        if (!fits)
            continue;
        std::string bytes;
        append(bytes, {waits->function().name, waits->function().fingerprint, waits->item()});
        c.publish_once(names_.items, names_.stored + std::to_string(number), numbered(number, bytes), id);
    }
}

void cluster_job::publish_cancelled(nats_connection& c)
{
    std::vector<std::uint64_t> numbers;
    bool purge = false;
    {
        std::lock_guard guard(mutex_);
        numbers.swap(to_cancel_);
        queue_may_hold_cancelled_ |= !numbers.empty();
        // This thread alone publishes: nothing of use can come in between.
        purge = queue_may_hold_cancelled_ && calls_.size() == to_publish_.size();
        if (purge)
            queue_may_hold_cancelled_ = false;
    }
    for (auto const number : numbers)
        c.publish(names_.cancel, {}, numbered(number, {}));
    if (purge)
        nats_check(::js_PurgeStream(c.streams(), names_.stream.c_str(), nullptr, nullptr), "the work queue");
}

/// Whether somebody asks for items; and whether there still is a work queue, with the items in it. Who works on some says so,
/// and asks for none.
void cluster_job::look_for_workers(nats_connection& c)
{
    {
        std::lock_guard guard(mutex_);
        if (calls_.empty() || clock::now() - waiting_since_ < before_looking_for_workers)
            return;
    }
    auto const looked = clock::now();
    ::jsConsumerInfo* found = nullptr;
    nats_check(::js_GetConsumerInfo(&found, c.streams(), names_.stream.c_str(), job_names::consumer, nullptr,
                                    nullptr),
               "the work queue");
    nats_ptr<::jsConsumerInfo, ::jsConsumerInfo_Destroy> const info(found);
    if (info->NumPending == 0 && info->NumAckPending == 0)
        publish_again_what_was_lost(looked);
    std::lock_guard guard(mutex_);
    if (info->NumWaiting > 0)
        waiting_since_ = clock::now();
    else
        trouble_ = "none asks for items at " + options_.url;
}

void cluster_job::publish_all_again()
{
    std::lock_guard guard(mutex_);
    to_publish_.clear();
    for (auto& [number, each] : calls_)
        to_publish_.push_back(number);
}

void cluster_job::publish_again_what_was_not_stored()
{
    auto const before = clock::now() - until_stored;
    std::lock_guard guard(mutex_);
    for (auto& [number, each] : calls_) {
        if (!each.stored && each.published != clock::time_point() && each.published < before) {
            each.published = clock::time_point();
            to_publish_.push_back(number);
        }
    }
}

/// An item leaves the work queue when this program has its result. If it is empty, what it had and what waits was lost.
void cluster_job::publish_again_what_was_lost(clock::time_point looked)
{
    std::lock_guard guard(mutex_);
    for (auto& [number, each] : calls_) {
        if (each.stored && each.published < looked)
            publish_again(number, each);
    }
}

void cluster_job::fail_if_out_of_patience() noexcept
{
    std::vector<std::shared_ptr<call>> failed;
    std::string why;
    {
        std::lock_guard guard(mutex_);
        if (calls_.empty() || clock::now() - waiting_since_ < options_.patience)
            return;
        why = trouble_;
        for (auto& [number, each] : calls_)
            failed.push_back(std::move(each.waits));
        calls_.clear();
        numbers_of_.clear();
        to_publish_.clear();
        queue_may_hold_cancelled_ = true;
        ending_ += failed.size();
    }
    for (auto const& c : failed)
        end(c, genpool::detail::noexcept_make_exception_ptr([&] { return no_workers(why); }), {});
}

} // namespace genpool::remote::detail
