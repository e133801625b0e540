// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/network.hpp"

#include <stdexcept>
#include <unistd.h>

namespace genpool::test
{
namespace
{

/// `ip` with these words, which have no spaces.
bool ip(std::string const& words)
{
    std::vector<std::string> command{"ip"};
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
        end = words.find(' ', begin);
        command.push_back(words.substr(begin, end - begin));
    }
    return works(std::move(command));
}

void must(std::string const& words)
{
    if (!ip(words))
        throw std::runtime_error("this failed: ip " + words);
}

} // namespace

network::network(std::size_t places) : name_("gp" + std::to_string(::getpid())), places_(places)
{
    try {
        must("link add " + name_ + " type bridge");
        must("addr add " + address(0) + "/24 dev " + name_);
        must("link set " + name_ + " up");
        for (std::size_t i = 1; i <= places; ++i) {
            auto const in_it = "netns exec " + space(i) + " ip ";
            must("netns add " + space(i));
            must("link add " + link(i) + " type veth peer name out netns " + space(i));
            must("link set " + link(i) + " master " + name_ + " up");
            must(in_it + "addr add " + address(i) + "/24 dev out");
            must(in_it + "link set out up");
            must(in_it + "link set lo up");
        }
    } catch (...) {
        remove();
        throw;
    }
}

network::~network() { remove(); }

void network::remove() const
{
    for (std::size_t i = 1; i <= places_; ++i)
        ip("netns del " + space(i));
    ip("link del " + name_);
}

server_place network::place(std::size_t i) const
{
    return {address(i + 1), {"ip", "netns", "exec", space(i + 1)}};
}

void network::cut(std::size_t i) const { must("link set " + link(i + 1) + " down"); }

void network::join(std::size_t i) const { must("link set " + link(i + 1) + " up"); }

/// In a network that is for tests of networks (RFC 2544), and differs from that of another test which runs now.
std::string network::address(std::size_t i) const
{
    auto const id = static_cast<unsigned>(::getpid());
    return "198." + std::to_string(18 + id / 256 % 2) + "." + std::to_string(id % 256) + "." +
           std::to_string(1 + i);
}

std::string why_no_network()
try {
    network const one(1);
    return {};
} catch (std::exception const& error) {
    return std::string(error.what()) + " (install iproute2, and be root)";
}

} // namespace genpool::test
