// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "stored.hpp"

#include "../thumbnails/output/names.hpp"
#include "call.hpp"
#include "picture_reply.hpp"
#include "target.hpp"

#include <chrono>
#include <cstdio>
#include <stop_token>
#include <utility>

namespace asio = boost::asio;

namespace server
{
namespace
{

/// A number, since what it is made of, as the numbers of files, is nobody's business.
std::string tag_of(std::string const& key)
{
    char tag[19]; // quotes, 16 digits and a null
    std::snprintf(tag, sizeof(tag), "\"%016llx\"",
                  static_cast<unsigned long long>(thumbnails::number_of(key)));
    return tag;
}

void let_keep(reply& made, std::string const& key, std::chrono::seconds age)
{
    made.set(http::field::etag, tag_of(key));
    made.set(http::field::cache_control,
             "private, max-age=" + std::to_string(age.count()) + ", must-revalidate");
}

/// The whole reply where that needs no picture; else the key of the picture alone. All that shapes a picture is in it,
/// since the other options are those of the server.
outcome without_picture(std::optional<open_file> const& file, stored_thumbnail const& wanted,
                        std::chrono::seconds age)
{
    if (!file)
        return {refusal(http::status::not_found, "there is no such image"), {}};
    std::string key = file->version() + '-' + to_string(wanted.options.size);
    if (!has_tag(wanted.tags, tag_of(key)))
        return {reply(), std::move(key)};
    reply made = make_reply(http::status::not_modified, "image/jpeg", {});
    made.erase(http::field::content_type);
    made.erase(http::field::content_length); // it would be that of the picture
    let_keep(made, key, age);
    return {std::move(made), {}};
}

work looked_up(state const& all, stored_thumbnail const& wanted)
{
    return [&files = all.files, wanted, age = all.given.age](std::stop_token const&) {
        return without_picture(files.open(wanted.path), wanted, age);
    };
}

/// The key is that of the file that was read, which may be another than the one that was looked up.
work made_anew(state const& all, stored_thumbnail const& wanted)
{
    return [&files = all.files, &make = all.make, wanted, age = all.given.age](std::stop_token const& stop) {
        auto const file = files.open(wanted.path);
        outcome told = without_picture(file, wanted, age);
        if (told.key.empty())
            return told;
        told.made = picture_reply(
            stop, [&] { return make(file->read(wanted.options.source.file_bytes), wanted.options, stop); });
        bool const is_made = told.made.result() == http::status::ok;
        if (is_made)
            let_keep(told.made, told.key, age);
        if (!is_made || !file->is_settled())
            told.key.clear();
        return told;
    };
}

} // namespace

asio::awaitable<std::optional<reply>> answer_stored(state& all, asio::ip::tcp::socket& client,
                                                    stored_thumbnail const& wanted)
{
    if (all.given.cache != 0) {
        work lookup = looked_up(all, wanted);
        auto told = co_await look(all, client, std::move(lookup));
        if (!told)
            co_return std::nullopt;
        if (told->key.empty())
            co_return std::move(told->made);
        if (auto const* const kept = all.kept.find(told->key)) {
            ++all.counts.hits;
            reply made = make_reply(http::status::ok, kept->type, kept->bytes);
            let_keep(made, told->key, all.given.age);
            co_return made;
        }
        ++all.counts.misses;
    }
    work making = made_anew(all, wanted);
    auto told = co_await call(all, client, std::move(making));
    if (!told)
        co_return std::nullopt;
    if (!told->key.empty()) {
        auto const type = told->made[http::field::content_type];
        all.kept.put(told->key, {type.data(), type.size()}, told->made.body());
        all.counts.kept = all.kept.bytes();
    }
    co_return std::move(told->made);
}

} // namespace server
