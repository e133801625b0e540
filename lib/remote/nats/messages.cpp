// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "messages.hpp"

#include <genpool/remote/bytes.hpp>

#include <charconv>
#include <vector>

namespace genpool::remote::detail
{

job_names::job_names(std::string const& name, std::string const& job)
    : stream(stream_prefix(name) + job), items(name + ".items." + job), results(name + ".results." + job),
      stored(name + ".stored." + job + "."), cancel(name + ".cancel." + job)
{}

std::string jobs_subject(std::string const& name) { return name + ".jobs"; }

std::string stream_prefix(std::string const& name) { return name + "_job_"; }

std::string encode(announcement const& a)
{
    std::string out;
    writer w(out);
    w.number(a.protocol);
    w.text(a.job);
    w.number(std::int64_t(a.lease.count()));
    w.number(std::int64_t(a.patience.count()));
    w.number(a.attempts);
    w.number(a.largest_result);
    return out;
}

announcement parse_announcement(std::string_view bytes)
{
    reader in(bytes);
    announcement a{};
    a.protocol = in.number<std::uint32_t>();
    a.job = in.text();
    a.lease = std::chrono::milliseconds(in.number<std::int64_t>());
    a.patience = std::chrono::milliseconds(in.number<std::int64_t>());
    a.attempts = in.number<std::uint64_t>();
    a.largest_result = in.number<std::uint64_t>();
    if (a.job.empty() || a.job.find_first_not_of("0123456789abcdef") != std::string_view::npos)
        throw malformed("the name of a job is none");
    if (a.lease.count() < 1 || a.patience.count() < 1)
        throw malformed("a job has no time");
    return a;
}

std::string numbered(std::uint64_t number, std::string_view bytes)
{
    std::string out;
    out.reserve(8 + bytes.size());
    writer w(out);
    w.number(number);
    w.raw(bytes);
    return out;
}

std::string encode(result_message const& r)
{
    std::string out;
    out.reserve(16 + r.acknowledgement.size() + r.reply.size());
    writer w(out);
    w.number(r.number);
    w.text(r.acknowledgement);
    w.raw(r.reply);
    return out;
}

result_message parse_result(std::string_view bytes)
{
    reader in(bytes);
    auto const number = in.number<std::uint64_t>();
    auto const acknowledgement = in.text();
    return {number, acknowledgement, in.raw(in.size())};
}

/// `$JS.ACK.STREAM.CONSUMER.DELIVERIES…`, or, where there are domains, `$JS.ACK.DOMAIN.ACCOUNT.STREAM.CONSUMER.DELIVERIES…`.
std::uint64_t deliveries(std::string_view acknowledgement)
{
    std::vector<std::string_view> words;
    for (;;) {
        auto const dot = acknowledgement.find('.');
        words.push_back(acknowledgement.substr(0, dot));
        if (dot == std::string_view::npos)
            break;
        acknowledgement.remove_prefix(dot + 1);
    }
    std::size_t const place = words.size() < 11 ? 4 : 6;
    std::uint64_t n = 1;
    if (place < words.size())
        std::from_chars(words[place].data(), words[place].data() + words[place].size(), n);
    return n;
}

} // namespace genpool::remote::detail
