// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// How a worker of a cluster begins, looks around and ends.
#include "../worker/worker.hpp"
#include "worker.hpp"
#include <genpool/detail/asio/executor.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <thread>

namespace genpool::remote::detail
{
namespace
{

constexpr auto glance = std::chrono::milliseconds(50);
constexpr auto longest_without_server = std::chrono::seconds(30);

/// Tries until there is a server.
std::unique_ptr<nats_connection> connect(nats_access const& access)
{
    auto const until = std::chrono::steady_clock::now() + longest_without_server;
    for (;;) {
        try {
            return std::make_unique<nats_connection>(access);
        } catch (nats_error const&) {
            if (std::chrono::steady_clock::now() > until)
                throw;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

/// Hands what arrives to a function of the worker, for ever.
template <class Take>
void listen(nats_inbox& inbox, Take take)
{
    std::thread([&inbox, take] {
        for (;;) {
            auto const m = inbox.next(std::chrono::seconds(1));
            try {
                if (m)
                    take(*m);
                else
                    std::this_thread::sleep_for(std::chrono::milliseconds(1)); // or it is closed
            } catch (...) {
                // What nobody can read counts as never heard.
            }
        }
    }).detach();
}

} // namespace

void cluster_worker::find_jobs()
{
    ::jsStreamNamesList* found = nullptr;
    if (::js_StreamNames(&found, connection_.streams(), nullptr, nullptr) != NATS_OK)
        return; // there are none, or not now
    nats_ptr<::jsStreamNamesList, ::jsStreamNamesList_Destroy> const names(found);
    auto const prefix = stream_prefix(name_);
    std::lock_guard guard(mutex_);
    for (int i = 0; i != names->Count; ++i) {
        std::string_view const stream(names->List[i]);
        if (!stream.starts_with(prefix))
            continue;
        std::string const name(stream.substr(prefix.size()));
        jobs_.try_emplace(name, name_, name);
    }
}

void cluster_worker::look_around()
{
    letters out;
    std::vector<std::string> dead;
    std::vector<std::stop_source> told;
    {
        std::lock_guard guard(mutex_);
        auto const now = clock::now();
        auto const reconnections = connection_.reconnections();
        bool const was_away = std::exchange(reconnections_, reconnections) != reconnections;
        for (auto& [name, j] : jobs_) {
            // The server may have forgotten what it was asked, and the program cannot have been heard.
            j.asked_for.remove_if([&](asked const& a) { return was_away || a.until < now; });
            if (was_away || !connection_.is_connected())
                j.heard = now;
            if (now - j.heard > j.patience)
                dead.push_back(name);
        }
        for (auto const& i : in_hand_) {
            auto const found = jobs_.find(i->job);
            if (found == jobs_.end())
                continue;
            auto const& j = found->second;
            if (now - i->told > std::min(j.lease, j.patience) / 2) {
                i->told = now;
                out.push_back({i->acknowledgement, {}, std::string(in_progress)}); // to the server
                out.push_back(
                    {j.names.results, {}, encode(result_message{i->number, i->acknowledgement, {}})});
            }
            if (now - j.heard > j.patience)
                told.push_back(i->stop);
        }
        for (auto const& name : dead)
            forget(name);
        ask_all(out);
    }
    for (auto& stop : told)
        stop.request_stop();
    send(out);
    for (auto const& name : dead)
        ::js_DeleteStream(connection_.streams(), job_names(name_, name).stream.c_str(), nullptr, nullptr);
}

/// Items of it that wait are given back.
void cluster_worker::forget(std::string const& name) { jobs_.erase(name); }

void cluster_worker::drain()
{
    letters out;
    {
        std::lock_guard guard(mutex_);
        drains_ = true;
        for (auto const& i : waiting_) {
            out.push_back(given_back(*i));
            in_hand_.remove(i);
        }
        waiting_.clear();
    }
    send(out);
}

bool cluster_worker::has_nothing()
{
    std::lock_guard guard(mutex_);
    return in_hand_.empty() &&
           std::ranges::all_of(jobs_, [](auto const& each) { return each.second.asked_for.empty(); });
}

void cluster_worker::end()
{
    std::lock_guard guard(mutex_);
    ended_ = true;
    changed_.notify_all();
}

int serve_cluster(functions const& all, cluster_membership const& membership)
{
    ::sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    // Nothing of this is ever destroyed: libnats and the listeners have threads that are never joined.
    auto& connection = *connect({membership.url,
                                 {},
                                 {},
                                 membership.credentials,
                                 membership.ca,
                                 membership.certificate,
                                 membership.key})
                            .release();
    std::size_t const threads =
        membership.threads == 0 ? genpool::detail::hardware_concurrency() : membership.threads;
    auto& worker = *new cluster_worker(connection, all, membership.name, threads);
    auto& items = *new nats_inbox(connection.subscribe(worker.inbox() + ".>"));
    auto& jobs = *new nats_inbox(connection.subscribe(jobs_subject(membership.name)));
    auto& cancelled = *new nats_inbox(connection.subscribe(job_names(membership.name, "*").cancel));
    listen(items, [&](nats_message const& m) { worker.got(m); });
    listen(jobs, [&](nats_message const& m) { worker.heard_of_job(m); });
    listen(cancelled, [&](nats_message const& m) { worker.heard_cancel(m); });
    worker.find_jobs();
    std::vector<std::thread> callers;
    for (std::size_t i = 0; i != threads; ++i)
        callers.emplace_back([&] { worker.call_functions(); });

    bool drains = false;
    while (!drains || !worker.has_nothing()) {
        ::timespec const longest{0, std::chrono::nanoseconds(glance).count()};
        try {
            worker.look_around();
            if (drains) {
                std::this_thread::sleep_for(glance);
            } else if (::sigtimedwait(&signals, nullptr, &longest) > 0) {
                drains = true;
                worker.drain();
                ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr); // a second one ends it at once
            }
        } catch (nats_error const&) {
            // The connection comes back.
        }
    }
    worker.end();
    for (auto& each : callers)
        each.join();
    try {
        connection.flush(std::chrono::seconds(2));
    } catch (nats_error const&) {
        std::fprintf(stderr, "genpool::remote: the last results may not have arrived\n");
    }
    return 0;
}

} // namespace genpool::remote::detail
