// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "reply.hpp"

#include <ctime>
#include <utility>

namespace server
{

namespace
{

/// Now, as HTTP writes it.
std::string date()
{
    std::time_t const now = std::time(nullptr);
    std::tm parts = {};
    ::gmtime_r(&now, &parts);
    char text[30];
    return {text, std::strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

} // namespace

reply make_reply(http::status status, std::string_view type, std::string body)
{
    reply made(status, 11);
    made.set(http::field::server, "genpool");
    made.set(http::field::date, date());
    made.set(http::field::content_type, boost::beast::string_view(type.data(), type.size()));
    made.set("X-Content-Type-Options", "nosniff"); // a picture is a picture, whatever is in it
    made.set(http::field::cache_control, "no-store");
    made.body() = std::move(body);
    made.prepare_payload();
    return made;
}

reply refusal(http::status status, std::string const& why)
{
    reply made = make_reply(status, "text/plain; charset=utf-8", why + '\n');
    if (status == http::status::service_unavailable)
        made.set(http::field::retry_after, "1");
    return made;
}

} // namespace server
