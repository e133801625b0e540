// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "metrics.hpp"

namespace server
{
namespace
{

void add(std::string& text, std::string const& name, char const* type, char const* help,
         std::string const& value)
{
    text +=
        "# HELP " + name + ' ' + help + "\n# TYPE " + name + ' ' + type + '\n' + name + ' ' + value + '\n';
}

} // namespace

std::string metrics::text() const
{
    std::string text =
        "# HELP genpool_replies_total Replies, by status.\n# TYPE genpool_replies_total counter\n";
    for (auto const& [status, count] : replies)
        text += "genpool_replies_total{status=\"" + std::to_string(status) + "\"} " + std::to_string(count) +
                '\n';
    add(text, "genpool_connections", "gauge", "Connections that are open.", std::to_string(connections));
    add(text, "genpool_in_flight", "gauge", "Calls on the pool that wait or run.",
        std::to_string(calls.in_flight));
    add(text, "genpool_uploads", "gauge", "Uploads that come in.", std::to_string(uploads));
    add(text, "genpool_left_total", "counter", "Clients that went before they had their reply.",
        std::to_string(left));
    add(text, "genpool_cache_hits_total", "counter", "Thumbnails that were in the cache.",
        std::to_string(hits));
    add(text, "genpool_cache_misses_total", "counter",
        "Thumbnails that were looked for in the cache in vain.", std::to_string(misses));
    add(text, "genpool_cache_bytes", "gauge", "Bytes of the thumbnails in the cache, and of what finds them.",
        std::to_string(kept));
    text += "# HELP genpool_call_seconds Time of calls on the pool, waiting included.\n"
            "# TYPE genpool_call_seconds summary\ngenpool_call_seconds_sum " +
            std::to_string(calls.seconds) + "\ngenpool_call_seconds_count " + std::to_string(calls.returned) +
            '\n';
    return text;
}

} // namespace server
