// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "connection.hpp"

#include <random>
#include <vector>

namespace genpool::remote::detail
{
namespace
{

std::string describe(char const* what, ::natsStatus status)
{
    std::string text = std::string("genpool::remote: ") + what + ": " + ::natsStatus_GetText(status);
    ::natsStatus ignored = NATS_OK;
    if (char const* const more = ::nats_GetLastError(&ignored); more != nullptr && *more != '\0')
        text += std::string(" (") + more + ")";
    return text;
}

std::vector<std::string> split(std::string const& list)
{
    std::vector<std::string> parts(1);
    for (char const c : list) {
        if (c == ',')
            parts.emplace_back();
        else if (c != ' ')
            parts.back() += c;
    }
    return parts;
}

/// `tls://USER:PASSWORD@HOST:PORT`, of which all but the host may be missing.
std::string host_of(std::string url)
{
    if (auto const scheme = url.find("://"); scheme != std::string::npos)
        url.erase(0, scheme + 3);
    url.erase(0, url.rfind('@') + 1);
    if (url.starts_with('['))
        return url.substr(1, url.find(']') - 1);
    return url.substr(0, url.find(':'));
}

/// Over the URL the options win.
void set_access(::natsOptions* options, nats_access const& access)
{
    auto const urls = split(access.url);
    std::vector<char const*> servers;
    for (auto const& url : urls)
        servers.push_back(url.c_str());
    nats_check(::natsOptions_SetServers(options, servers.data(), static_cast<int>(servers.size())),
               "the URLs");
    // Otherwise any certificate would do that somebody trusted has signed, for whomever.
    nats_check(::natsOptions_SetExpectedHostname(options, host_of(urls.front()).c_str()), "the host");
    if (!access.user.empty())
        nats_check(::natsOptions_SetUserInfo(options, access.user.c_str(), access.password.c_str()),
                   "the user");
    if (!access.credentials.empty())
        nats_check(::natsOptions_SetUserCredentialsFromFiles(options, access.credentials.c_str(), nullptr),
                   "the credentials");
    if (!access.ca.empty()) {
        nats_check(::natsOptions_SetSecure(options, true), "TLS");
        nats_check(::natsOptions_LoadCATrustedCertificates(options, access.ca.c_str()), access.ca.c_str());
    }
    if (!access.certificate.empty())
        nats_check(
            ::natsOptions_LoadCertificatesChain(options, access.certificate.c_str(), access.key.c_str()),
            access.certificate.c_str());
}

} // namespace

nats_error::nats_error(char const* what, ::natsStatus status)
    : std::runtime_error(describe(what, status)), status_(status)
{}

void nats_check(::natsStatus status, char const* what)
{
    if (status != NATS_OK)
        throw nats_error(what, status);
}

std::optional<nats_message> nats_inbox::next(std::chrono::milliseconds longest) noexcept
{
    ::natsMsg* message = nullptr;
    if (::natsSubscription_NextMsg(&message, subscription_.get(), longest.count()) != NATS_OK)
        return std::nullopt;
    return nats_message(message);
}

nats_connection::nats_connection(nats_access const& access)
{
    ::natsOptions* made = nullptr;
    nats_check(::natsOptions_Create(&made), "options");
    nats_ptr<::natsOptions, ::natsOptions_Destroy> const options(made);
    set_access(made, access);
    nats_check(::natsOptions_SetMaxReconnect(made, -1), "options");
    nats_check(::natsOptions_SetReconnectWait(made, 100), "options");
    nats_check(::natsOptions_SetReconnectJitter(made, 100, 100), "options");
    nats_check(::natsOptions_SetTimeout(made, 2000), "options");
    nats_check(::natsOptions_SetPingInterval(made, 5000), "options"); // a server that is cut off is noticed
    nats_check(::natsOptions_SetMaxPingsOut(made, 2), "options");
    nats_check(::natsOptions_SetSendAsap(made, true), "options");
    nats_check(::natsOptions_SetMaxPendingMsgs(made, 1'000'000), "options");
    // Otherwise the first request starts a thread, for which closing does not wait: it would let go of the connection,
    // and with it of OpenSSL's objects, when the program has perhaps left main.
    nats_check(::natsOptions_UseOldRequestStyle(made, true), "options");

    ::natsConnection* connection = nullptr;
    nats_check(::natsConnection_Connect(&connection, made), ("cannot reach " + access.url).c_str());
    connection_.reset(connection);
    ::jsOptions wait;
    nats_check(::jsOptions_Init(&wait), "options");
    wait.Wait = 2000;
    ::jsCtx* streams = nullptr;
    nats_check(::natsConnection_JetStream(&streams, connection, &wait), "JetStream");
    streams_.reset(streams);
    ::natsStatistics* statistics = nullptr;
    nats_check(::natsStatistics_Create(&statistics), "statistics");
    statistics_.reset(statistics);
}

nats_connection::~nats_connection()
{
    streams_.reset();
    ::natsConnection_Close(connection_.get());
}

nats_inbox nats_connection::subscribe(std::string const& subject)
{
    ::natsSubscription* made = nullptr;
    nats_check(::natsConnection_SubscribeSync(&made, connection_.get(), subject.c_str()), "subscribe");
    nats_inbox inbox;
    inbox.subscription_.reset(made);
    return inbox;
}

void nats_connection::publish(std::string const& subject, std::string const& reply, std::string_view data)
{
    auto const size = static_cast<int>(data.size());
    nats_check(reply.empty() ? ::natsConnection_Publish(connection_.get(), subject.c_str(), data.data(), size)
                             : ::natsConnection_PublishRequest(connection_.get(), subject.c_str(),
                                                               reply.c_str(), data.data(), size),
               "publish");
}

void nats_connection::publish_once(std::string const& subject, std::string const& reply,
                                   std::string_view data, std::string const& id)
{
    ::natsMsg* made = nullptr;
    nats_check(
        ::natsMsg_Create(&made, subject.c_str(), reply.c_str(), data.data(), static_cast<int>(data.size())),
        "publish");
    nats_ptr<::natsMsg, ::natsMsg_Destroy> const message(made);
    nats_check(::natsMsgHeader_Set(made, "Nats-Msg-Id", id.c_str()), "publish");
    nats_check(::natsConnection_PublishMsg(connection_.get(), made), "publish");
}

void nats_connection::flush(std::chrono::milliseconds longest)
{
    nats_check(::natsConnection_FlushTimeout(connection_.get(), longest.count()), "flush");
}

bool nats_connection::is_connected() const noexcept
{
    return ::natsConnection_Status(connection_.get()) == NATS_CONN_STATUS_CONNECTED;
}

std::size_t nats_connection::largest_message() const noexcept
{
    return static_cast<std::size_t>(::natsConnection_GetMaxPayload(connection_.get()));
}

std::uint64_t nats_connection::reconnections() const noexcept
{
    std::uint64_t n = 0;
    ::natsConnection_GetStats(connection_.get(), statistics_.get());
    ::natsStatistics_GetCounts(statistics_.get(), nullptr, nullptr, nullptr, nullptr, &n);
    return n;
}

std::string nats_connection::unique_name()
{
    std::random_device random;
    std::string name;
    for (int i = 0; i != 4; ++i) {
        constexpr char digits[] = "0123456789abcdef";
        for (auto bits = random(), n = 8U; n != 0; --n, bits >>= 4)
            name += digits[bits & 15];
    }
    return name;
}

} // namespace genpool::remote::detail
