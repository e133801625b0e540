// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "client.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <arpa/inet.h>
#include <cctype>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace genpool::test
{

client::client(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    BOOST_REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
}

client::~client() { close(); }

void client::close()
{
    if (socket_ != -1)
        ::close(socket_);
    socket_ = -1;
}

bool client::send(std::string_view text) const
{
    while (!text.empty()) {
        ssize_t const count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool client::read()
{
    char buffer[65536];
    ssize_t const size = ::recv(socket_, buffer, sizeof(buffer), 0);
    if (size > 0)
        rest_.append(buffer, static_cast<std::size_t>(size));
    return size > 0;
}

http_reply client::receive(bool has_body)
{
    http_reply got;
    std::size_t end;
    while ((end = rest_.find("\r\n\r\n")) == std::string::npos) {
        if (!read())
            return got;
    }
    std::string const head = rest_.substr(0, end + 2);
    rest_.erase(0, end + 4);
    BOOST_REQUIRE(head.starts_with("HTTP/1.1 "));
    got.status = std::stoi(head.substr(9));
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
        std::size_t const line_end = head.find("\r\n", at);
        std::size_t const colon = head.find(": ", at);
        BOOST_REQUIRE(colon < line_end);
        std::string name = head.substr(at, colon - at);
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        got.fields[name] = head.substr(colon + 2, line_end - colon - 2);
        at = line_end + 2;
    }
    if (got.status == 100)
        return receive(has_body);
    if (!has_body || got.status == 304 || got.status == 204)
        return got;
    std::size_t const size = std::stoul(got.field("content-length"));
    while (rest_.size() < size)
        BOOST_REQUIRE(read());
    got.body = rest_.substr(0, size);
    rest_.erase(0, size);
    return got;
}

http_reply client::ask(std::string const& method, std::string const& target, std::string const& lines,
                       std::string_view body)
{
    std::string request = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + lines;
    if (method == "POST")
        request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    BOOST_REQUIRE(send(request + "\r\n"));
    send(body); // of which the server may not want to read all
    return receive(method != "HEAD");
}

bool client::is_closed() { return rest_.empty() && !read(); }

} // namespace genpool::test
