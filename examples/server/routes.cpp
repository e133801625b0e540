// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "routes.hpp"

#include "call.hpp"
#include "pages.hpp"
#include "picture_reply.hpp"
#include "stored.hpp"
#include "target.hpp"
#include <genpool/image/thumbnail.hpp>

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace asio = boost::asio;

namespace server
{
namespace
{

using genpool::image::thumbnail_options;

constexpr std::string_view path_of_stored = "/thumbnail/";
constexpr std::string_view path_of_upload = "/thumbnail";

std::string_view text_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

thumbnail_options options_for(target const& wanted, settings const& given)
{
    thumbnail_options made;
    made.size = wanted.number("size", made.size.width, least_size, most_size);
    made.source.pixels = given.pixels;
    return made;
}

work uploaded(state const& all, std::vector<unsigned char> bytes, thumbnail_options options)
{
    return [&make = all.make, bytes = std::make_shared<std::vector<unsigned char>>(std::move(bytes)),
            options](std::stop_token const& stop) -> outcome {
        return {picture_reply(stop, [&] { return make(std::move(*bytes), options, stop); }), {}};
    };
}

work listed(state const& all, target const& wanted)
{
    constexpr int most_images = 1'000'000;
    return [directory = all.given.directory, search = std::string(wanted.value("search")),
            from = wanted.number("from", 0, 0, most_images),
            count = wanted.number("count", 100, 1, 1000)](std::stop_token const& stop) -> outcome {
        return {make_reply(http::status::ok, "application/json",
                           images_json(directory, search, from, count, stop)),
                {}};
    };
}

/// What the pool has to do for it, or the reply itself where that is nothing.
std::optional<work> work_for(state& all, target const& wanted, request& asked, reply& at_once)
{
    if (asked.method() == http::verb::post)
        return uploaded(all, std::move(asked.body()), options_for(wanted, all.given));
    if (wanted.path == "/images")
        return listed(all, wanted);
    if (wanted.path == "/healthz")
        at_once = make_reply(http::status::ok, "text/plain", "ok\n");
    else if (wanted.path == "/metrics")
        at_once = make_reply(http::status::ok, "text/plain; version=0.0.4", all.counts.text());
    else if (!make_page(wanted.path, at_once))
        at_once = refusal(http::status::not_found, "there is no such page");
    return {};
}

} // namespace

std::optional<reply> refuse_header(state const& all, request const& asked, asio::ip::address const& local)
{
    auto const wanted = parse_target(text_of(asked.target()));
    if (!wanted)
        return refusal(http::status::bad_request, "a bad target");
    auto const named = asked.count(http::field::host);
    constexpr unsigned without_host = 10; // HTTP/1.0, which no browser speaks
    if (named > 1 || (named == 0 && asked.version() > without_host))
        return refusal(http::status::bad_request, "one field Host is needed");
    std::string_view const host = text_of(asked[http::field::host]);
    if ((named == 1 && !all.names.have(host, local)) ||
        (!wanted->authority.empty() && !all.names.have(wanted->authority, local)))
        return refusal(
            http::status::misdirected_request,
            "this server does not answer to that name; the option --host NAME gives it further ones");
    bool const takes_body = wanted->path == path_of_upload;
    bool const is_read = asked.method() == http::verb::get || asked.method() == http::verb::head;
    if (takes_body ? asked.method() != http::verb::post : !is_read) {
        reply made = refusal(http::status::method_not_allowed, "not with this method");
        made.set(http::field::allow, takes_body ? "POST" : "GET, HEAD");
        return made;
    }
    return {};
}

asio::awaitable<std::optional<reply>> answer(state& all, asio::ip::tcp::socket& client, request& asked)
{
    auto const wanted = *parse_target(text_of(asked.target()));
    reply at_once;
    std::optional<work> slow;
    std::optional<stored_thumbnail> stored;
    try {
        if (wanted.path.starts_with(path_of_stored))
            stored = {wanted.path.substr(path_of_stored.size()), options_for(wanted, all.given),
                      std::string(text_of(asked[http::field::if_none_match]))};
        else
            slow = work_for(all, wanted, asked, at_once);
    } catch (std::invalid_argument const& error) {
        at_once = refusal(http::status::bad_request, error.what());
    }
    if (stored)
        co_return co_await answer_stored(all, client, *stored);
    if (!slow)
        co_return at_once;
    auto told = co_await call(all, client, *std::move(slow));
    if (!told)
        co_return std::nullopt;
    co_return std::move(told->made);
}

} // namespace server
