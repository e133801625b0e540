// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "worker.hpp"

#include "../protocol/request.hpp"
#include <genpool/remote/bytes.hpp>
#include <genpool/remote/functions.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace genpool::remote::detail
{
namespace
{

constexpr auto request_expires = std::chrono::seconds(1);
constexpr auto request_lost = std::chrono::seconds(2);
constexpr std::size_t cancelled_at_most = 100'000;

std::string_view last_word(std::string_view subject) { return subject.substr(subject.rfind('.') + 1); }

} // namespace

cluster_worker::cluster_worker(nats_connection& c, functions const& all, std::string name,
                               std::size_t threads)
    : connection_(c), functions_(all), name_(std::move(name)), threads_(threads)
{}

void cluster_worker::heard_of_job(nats_message const& m)
{
    auto const said = parse_announcement(m.data());
    letters out;
    {
        std::lock_guard guard(mutex_);
        if (said.protocol != protocol)
            return; // a program of another version is left to workers of that version
        auto found = jobs_.find(said.job);
        if (found == jobs_.end()) {
            std::string name(said.job);
            found = jobs_.try_emplace(name, name_, name).first;
        }
        auto& j = found->second;
        j.is_served = true;
        j.heard = clock::now();
        j.lease = said.lease;
        j.patience = said.patience;
        j.attempts = said.attempts;
        j.largest_result = said.largest_result;
        ask(j, out);
    }
    send(out);
}

void cluster_worker::heard_cancel(nats_message const& m)
{
    auto const number = reader(m.data()).number<std::uint64_t>();
    std::vector<std::stop_source> told; // without the lock
    {
        std::lock_guard guard(mutex_);
        auto const found = jobs_.find(last_word(m.subject()));
        if (found == jobs_.end())
            return;
        auto& j = found->second;
        for (auto const& i : in_hand_)
            if (i->job == j.name && (number == all_calls || i->number == number))
                told.push_back(i->stop);
        if (number == all_calls) {
            forget(j.name);
        } else if (j.cancelled.insert(number).second) {
            j.cancelled_in_order.push_back(number);
            if (j.cancelled.size() > cancelled_at_most) {
                j.cancelled.erase(j.cancelled_in_order.front());
                j.cancelled_in_order.pop_front();
            }
        }
    }
    for (auto& stop : told)
        stop.request_stop();
}

void cluster_worker::got(nats_message const& m)
{
    letters out;
    {
        std::lock_guard guard(mutex_);
        take(m, out);
    }
    send(out);
}

void cluster_worker::take(nats_message const& m, letters& out)
{
    if (m.is_status() || m.reply().empty()) { // of a request that has ended: INBOX.JOB.NUMBER
        auto subject = m.subject();
        std::uint64_t number = 0;
        auto const word = last_word(subject);
        std::from_chars(word.data(), word.data() + word.size(), number);
        subject.remove_suffix(word.size() + 1);
        if (auto const found = jobs_.find(last_word(subject)); found != jobs_.end()) {
            found->second.asked_for.remove_if([&](asked const& a) { return a.number == number; });
            ask(found->second, out);
        }
        return;
    }
    reader in(m.data());
    auto i = std::make_shared<item>();
    i->job = last_word(m.subject());
    i->number = in.number<std::uint64_t>();
    i->acknowledgement = m.reply();
    i->bytes = in.raw(in.size());
    i->told = clock::now();
    auto const found = jobs_.find(i->job);
    if (found != jobs_.end()) {
        auto& asked_for = found->second.asked_for;
        if (!asked_for.empty() && --asked_for.front().left == 0)
            asked_for.pop_front();
    }
    if (found == jobs_.end() || drains_) {
        out.push_back(given_back(*i));
        return;
    }
    ++found->second.in_hand;
    in_hand_.push_back(i);
    waiting_.push_back(std::move(i));
    changed_.notify_one();
}

/// To the program, which puts it into the work queue anew: the server would count another attempt.
cluster_worker::letter cluster_worker::given_back(item const& i) const
{
    std::string const reply(1, static_cast<char>(reply_kind::given_back));
    return {job_names(name_, i.job).results, {}, encode({i.number, i.acknowledgement, reply})};
}

/// As many items as there are threads for, shared by the jobs, and what is taken ahead.
void cluster_worker::ask(job& j, letters& out)
{
    if (drains_ || !j.is_served)
        return;
    std::size_t served = 0;
    for (auto const& [name, each] : jobs_)
        served += each.is_served;
    std::size_t const at_once = std::max<std::size_t>(1, threads_ / served);
    std::size_t const ahead = taken_ahead(j, at_once);
    std::size_t const share = at_once + ahead;
    std::size_t coming = j.in_hand;
    for (auto const& each : j.asked_for)
        coming += each.left;
    if (coming + std::max<std::size_t>(1, ahead / 2) > share)
        return;
    auto const want = share - coming;
    j.asked_for.push_back({++numbers_, want, clock::now() + request_lost});
    auto const expires = std::chrono::nanoseconds(request_expires).count();
    out.push_back({"$JS.API.CONSUMER.MSG.NEXT." + j.names.stream + "." + job_names::consumer,
                   inbox_ + "." + j.name + "." + std::to_string(numbers_),
                   "{\"batch\":" + std::to_string(want) + ",\"expires\":" + std::to_string(expires) + "}"});
}

/// What is begun within the next two milliseconds, so that threads do not wait for the server after each short call.
std::size_t cluster_worker::taken_ahead(job const& j, std::size_t at_once) const
{
    constexpr auto horizon = std::chrono::milliseconds(2);
    constexpr std::size_t at_most = 64;
    if (j.usual == clock::duration::zero())
        return 0;
    auto const begun = static_cast<double>(at_once) * std::chrono::duration<double>(horizon) / j.usual;
    return begun < static_cast<double>(at_most) ? static_cast<std::size_t>(begun) : at_most;
}

void cluster_worker::ask_all(letters& out)
{
    for (auto& [name, j] : jobs_)
        ask(j, out);
}

void cluster_worker::send(letters const& all)
{
    for (auto const& each : all)
        connection_.publish(each.subject, each.reply, each.text);
}

void cluster_worker::call_functions() noexcept
{
    for (;;) {
        item_ptr i;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
            if (waiting_.empty())
                return;
            i = std::move(waiting_.front());
            waiting_.pop_front();
        }
        auto const begun = clock::now();
        try {
            serve(*i);
        } catch (...) {
            // The server gives the item to somebody else when it hears nothing more of it.
        }
        done_with(i, clock::now() - begun);
    }
}

void cluster_worker::serve(item& i)
{
    std::uint64_t attempts = 0;
    std::size_t largest = 0;
    std::string results;
    letters unserved;
    {
        std::lock_guard guard(mutex_);
        if (auto const found = jobs_.find(i.job); found == jobs_.end()) {
            unserved.push_back(given_back(i)); // if the program lives after all, it waits for it
        } else if (auto const& j = found->second; j.cancelled.contains(i.number)) {
            unserved.push_back({i.acknowledgement, {}, std::string(acknowledge)});
        } else {
            attempts = j.attempts;
            largest = j.largest_result;
            results = j.names.results;
        }
    }
    if (!unserved.empty())
        return send(unserved);
    largest = std::min(largest, connection_.largest_message() - message_overhead);
    auto const said = deliveries(i.acknowledgement) > attempts
                          ? lost_reply(static_cast<unsigned>(attempts))
                          : answer(functions_, parse_request(i.bytes), i.stop.get_token(), largest, false);
    // The program acknowledges the item, when it has got this.
    connection_.publish(results, {}, encode({i.number, i.acknowledgement, said}));
}

void cluster_worker::done_with(item_ptr const& i, clock::duration took)
{
    letters out;
    {
        std::lock_guard guard(mutex_);
        in_hand_.remove(i);
        if (auto const found = jobs_.find(i->job); found != jobs_.end()) {
            auto& j = found->second; // perhaps a new one of this name
            j.in_hand -= j.in_hand != 0;
            j.usual = j.usual == clock::duration::zero() ? took : (7 * j.usual + took) / 8;
            ask(j, out);
        }
        changed_.notify_all();
    }
    try {
        send(out);
    } catch (nats_error const&) {
        // What was asked for in vain is asked for again later.
    }
}

} // namespace genpool::remote::detail
