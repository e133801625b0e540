// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "protocol/request.hpp"
#include <genpool/remote/detail/transport.hpp>
#include <genpool/remote/error.hpp>

namespace genpool::remote::detail
{

std::shared_ptr<callee const> make_callee(std::string name, std::string shape)
{
    auto const print = fingerprint(shape);
    return std::make_shared<callee const>(callee{std::move(name), std::move(shape), print});
}

void check_size(transport const& t, std::string const& item)
{
    if (item.size() > t.largest_item())
        throw too_large("an item", item.size(), t.largest_item());
}

} // namespace genpool::remote::detail
