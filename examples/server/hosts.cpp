// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "hosts.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <utility>

namespace ip = boost::asio::ip;

namespace server
{
namespace
{

std::string lower(std::string_view text)
{
    std::string made(text);
    std::ranges::transform(made, made.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return made;
}

/// Without the port, the brackets of an address, and the dot behind a name that is complete.
std::string_view host_of(std::string_view authority)
{
    if (authority.starts_with('['))
        return authority.substr(1, std::min(authority.find(']'), authority.size()) - 1);
    std::string_view host = authority.substr(0, authority.find(':'));
    if (host.ends_with('.'))
        host.remove_suffix(1);
    return host;
}

/// An address of IPv4 that a socket of IPv6 has.
ip::address plain(ip::address const& address)
{
    bool const is_mapped = address.is_v6() && address.to_v6().is_v4_mapped();
    return is_mapped ? ip::make_address_v4(ip::v4_mapped, address.to_v6()) : address;
}

} // namespace

hosts::hosts(std::vector<std::string> names) : names_(std::move(names))
{
    names_.emplace_back("localhost");
    std::ranges::transform(names_, names_.begin(), lower);
}

bool hosts::have(std::string_view authority, ip::address const& local) const
{
    std::string const host = lower(host_of(authority));
    if (std::ranges::find(names_, host) != names_.end())
        return true;
    boost::system::error_code error;
    ip::address const address = ip::make_address(host, error);
    return !error && plain(address) == plain(local);
}

} // namespace server
