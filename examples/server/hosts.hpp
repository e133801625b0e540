// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/ip/address.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace server
{

/// The names that the server answers to. A page of a stranger may have a name of its own lead to this machine (DNS
/// rebinding), and so have the browser that shows it read what the server gives to this machine alone; but the browser
/// tells by which name it asks.
class hosts
{
public:
    /// `names`: beside localhost and the address that is connected to.
    explicit hosts(std::vector<std::string> names);

    /// Whether `authority`, a name or an address with or without a port, as of the field Host, is one of this server,
    /// to which a client is connected at `local`.
    bool have(std::string_view authority, boost::asio::ip::address const& local) const;

private:
    std::vector<std::string> names_; ///< in lower case
};

} // namespace server
