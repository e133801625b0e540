// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>

namespace server
{

/// A thumbnail as it is sent.
struct kept_thumbnail
{
    std::string type; ///< of its content
    std::string bytes;
};

/// Finished thumbnails, up to a number of bytes. Those that were asked for least recently go first.
class cache
{
public:
    /// `most`: bytes, with what it takes to find them; 0: nothing is kept.
    explicit cache(std::size_t most) : most_(most) {}
    cache(cache const&) = delete;
    cache& operator=(cache const&) = delete;

    /// Null when it is not kept; else it is there until the next one is put.
    kept_thumbnail const* find(std::string_view key);

    /// One that is larger than the whole cache is not kept; of the same key the first stays.
    void put(std::string_view key, std::string_view type, std::string_view bytes);

    /// That are kept, with what it takes to find them.
    std::size_t bytes() const noexcept { return bytes_; }

private:
    struct entry
    {
        std::string key;
        kept_thumbnail made;
    };
    using entries = std::list<entry>;

    static std::size_t cost(std::size_t key, std::size_t type, std::size_t bytes) noexcept;

    std::size_t const most_;
    std::size_t bytes_ = 0;
    entries entries_; ///< the one asked for last is the first
    /// By their keys. Not hashed: a table of hashes stays as large as it ever was, which would have to be counted, too.
    std::map<std::string_view, entries::iterator, std::less<>> places_;
};

} // namespace server
