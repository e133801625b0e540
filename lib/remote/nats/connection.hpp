// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <nats/nats.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace genpool::remote::detail
{

/// Where the servers are, and how to get in. cluster.hpp tells what each is.
struct nats_access
{
    std::string url;
    std::string user;
    std::string password;
    std::string credentials;
    std::string ca;
    std::string certificate;
    std::string key;
};

/// What libnats says.
class nats_error : public std::runtime_error
{
public:
    nats_error(char const* what, ::natsStatus status);

    ::natsStatus status() const noexcept { return status_; }

private:
    ::natsStatus status_;
};

template <class T, void (*Destroy)(T*)>
struct nats_deleter
{
    void operator()(T* p) const noexcept { Destroy(p); }
};

template <class T, void (*Destroy)(T*)>
using nats_ptr = std::unique_ptr<T, nats_deleter<T, Destroy>>;

/// What arrived.
class nats_message
{
public:
    explicit nats_message(::natsMsg* m) noexcept : message_(m) {}

    std::string_view subject() const noexcept { return view(::natsMsg_GetSubject(message_.get())); }
    std::string_view reply() const noexcept { return view(::natsMsg_GetReply(message_.get())); }
    std::string_view data() const noexcept
    {
        return {::natsMsg_GetData(message_.get()),
                static_cast<std::size_t>(::natsMsg_GetDataLength(message_.get()))};
    }

    /// Nothing is subscribed to what this answers.
    bool says_that_nobody_listens() const noexcept { return ::natsMsg_IsNoResponders(message_.get()); }

    /// A word of the server about a request for messages, in the place of one.
    bool is_status() const noexcept
    {
        char const* value = nullptr;
        return data().empty() && ::natsMsgHeader_Get(message_.get(), "Status", &value) == NATS_OK;
    }

private:
    static std::string_view view(char const* text) noexcept
    {
        return text == nullptr ? std::string_view() : text;
    }

    nats_ptr<::natsMsg, ::natsMsg_Destroy> message_;
};

/// What is subscribed to, read by one thread.
class nats_inbox
{
public:
    /// Nothing after so long, or when there is no connection.
    std::optional<nats_message> next(std::chrono::milliseconds longest) noexcept;

private:
    friend class nats_connection;

    nats_ptr<::natsSubscription, ::natsSubscription_Destroy> subscription_;
};

/// A connection that comes back when it breaks, with what was subscribed to. Its functions throw nats_error.
class nats_connection
{
public:
    /// Tries each server once.
    explicit nats_connection(nats_access const& access);
    nats_connection(nats_connection const&) = delete;
    nats_connection& operator=(nats_connection const&) = delete;
    ~nats_connection();

    nats_inbox subscribe(std::string const& subject);

    /// Sends, now or when the connection has come back; without `reply` if that is empty.
    void publish(std::string const& subject, std::string const& reply, std::string_view data);
    /// Sends what a stream takes once, known by `id`; it answers to `reply`.
    void publish_once(std::string const& subject, std::string const& reply, std::string_view data,
                      std::string const& id);
    /// Waits until the server has got what was sent.
    void flush(std::chrono::milliseconds longest);

    bool is_connected() const noexcept;
    /// How many bytes the server takes at once.
    std::size_t largest_message() const noexcept;
    /// How often it has come back.
    std::uint64_t reconnections() const noexcept;

    /// Functions of JetStream's own, which wait for the server.
    ::jsCtx* streams() const noexcept { return streams_.get(); }

    /// A subject that nobody else has, to be followed by a dot and something.
    static std::string unique_name();

private:
    nats_ptr<::natsConnection, ::natsConnection_Destroy> connection_;
    nats_ptr<::jsCtx, ::jsCtx_Destroy> streams_;
    nats_ptr<::natsStatistics, ::natsStatistics_Destroy> statistics_;
};

/// Throws `nats_error` for all but success.
void nats_check(::natsStatus status, char const* what);

} // namespace genpool::remote::detail
