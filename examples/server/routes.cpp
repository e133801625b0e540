// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "routes.hpp"

#include "../thumbnails/output/names.hpp"
#include "call.hpp"
#include "pages.hpp"
#include "target.hpp"
#include <genpool/image/thumbnail.hpp>

#include <cstdio>
#include <memory>
#include <new>
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

reply reply_with(genpool::image::thumbnail const& made)
{
    bool const is_png = made.format == genpool::image::thumbnail_format::png;
    return make_reply(http::status::ok, is_png ? "image/png" : "image/jpeg",
                      std::string(made.bytes.begin(), made.bytes.end()));
}

/// What `make` returns, or in words what is wrong with the image.
template <class Make>
reply picture_or_refusal(std::stop_token const& stop, Make make)
{
    try {
        if (stop.stop_requested()) // nobody waits for it
            return refusal(http::status::service_unavailable, "stopped");
        return make();
    } catch (unavailable const& error) {
        return refusal(http::status::service_unavailable, error.what());
    } catch (std::bad_alloc const&) {
        return refusal(http::status::service_unavailable, "there is not enough memory");
    } catch (std::exception const& error) {
        return refusal(http::status::unprocessable_entity, error.what());
    }
}

/// A number, since what it is made of, as the numbers of files, is nobody's business.
std::string tag_of(std::string const& version)
{
    char tag[19]; // quotes, 16 digits and a null
    std::snprintf(tag, sizeof(tag), "\"%016llx\"",
                  static_cast<unsigned long long>(thumbnails::number_of(version)));
    return tag;
}

/// Of a file, which is opened on the pool, since a disk may be slow.
work stored(state const& all, std::string path, thumbnail_options options, std::string tags)
{
    return [&files = all.files, &make = all.make, path = std::move(path), options, tags = std::move(tags),
            age = all.given.age](std::stop_token stop) {
        auto const file = files.open(path);
        if (!file)
            return refusal(http::status::not_found, "there is no such image");
        std::string const tag = tag_of(file->version() + '-' + to_string(options.size));
        auto const picture = [&] {
            return reply_with(make(file->read(options.source.file_bytes), options, stop));
        };
        reply made = has_tag(tags, tag) ? make_reply(http::status::not_modified, "image/jpeg", {})
                                        : picture_or_refusal(stop, picture);
        if (made.result() == http::status::not_modified) {
            made.erase(http::field::content_type);
            made.erase(http::field::content_length); // it would be that of the picture
        }
        if (made.result() == http::status::ok || made.result() == http::status::not_modified) {
            made.set(http::field::etag, tag);
            made.set(http::field::cache_control,
                     "private, max-age=" + std::to_string(age.count()) + ", must-revalidate");
        }
        return made;
    };
}

work uploaded(state const& all, std::vector<unsigned char> bytes, thumbnail_options options)
{
    return [&make = all.make, bytes = std::make_shared<std::vector<unsigned char>>(std::move(bytes)),
            options](std::stop_token const& stop) {
        return picture_or_refusal(stop, [&] { return reply_with(make(std::move(*bytes), options, stop)); });
    };
}

work listed(state const& all, target const& wanted)
{
    constexpr int most_images = 1'000'000;
    return [directory = all.given.directory, search = std::string(wanted.value("search")),
            from = wanted.number("from", 0, 0, most_images),
            count = wanted.number("count", 100, 1, 1000)](std::stop_token const& stop) {
        return make_reply(http::status::ok, "application/json",
                          images_json(directory, search, from, count, stop));
    };
}

/// What the pool has to do for it, or the reply itself where that is nothing.
std::optional<work> work_for(state& all, target const& wanted, request& asked, reply& at_once)
{
    if (asked.method() == http::verb::post)
        return uploaded(all, std::move(asked.body()), options_for(wanted, all.given));
    if (wanted.path.starts_with(path_of_stored))
        return stored(all, wanted.path.substr(path_of_stored.size()), options_for(wanted, all.given),
                      std::string(text_of(asked[http::field::if_none_match])));
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
    try {
        slow = work_for(all, wanted, asked, at_once);
    } catch (std::invalid_argument const& error) {
        at_once = refusal(http::status::bad_request, error.what());
    }
    if (!slow)
        co_return at_once;
    co_return co_await call(all, client, *std::move(slow));
}

} // namespace server
