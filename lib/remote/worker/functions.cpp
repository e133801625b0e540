// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/remote/functions.hpp>

#include <stdexcept>

namespace genpool::remote
{

functions::entry const* functions::find(std::string_view name) const noexcept
{
    auto const found = entries_.find(name);
    return found == entries_.end() ? nullptr : &found->second;
}

std::string functions::names() const
{
    std::string all;
    for (auto const& [name, e] : entries_)
        all += (all.empty() ? "" : ", ") + name;
    return all;
}

void functions::insert(std::string name, entry e)
{
    if (name.empty() || name.size() > 200)
        throw std::invalid_argument("genpool::remote: the name of a function has 1 to 200 bytes");
    if (!entries_.try_emplace(name, std::move(e)).second)
        throw std::invalid_argument("genpool::remote: there is a function '" + name + "' already");
}

} // namespace genpool::remote
