// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace genpool::test
{

/// A reply of a server.
struct http_reply
{
    int status = 0;                            ///< 0: the connection was closed instead
    std::map<std::string, std::string> fields; ///< by their names in lower case
    std::string body;

    std::string field(std::string const& name) const
    {
        auto const found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    }
};

/// A connection to a server on this machine, on which any bytes can be sent.
class client
{
public:
    explicit client(int port);
    client(client const&) = delete;
    client& operator=(client const&) = delete;
    ~client();

    /// False when the server does not listen any more.
    bool send(std::string_view text) const;

    /// Waits for it.
    http_reply receive(bool has_body = true);

    /// Sends a request with these lines beside the first and waits for the reply.
    http_reply ask(std::string const& method, std::string const& target, std::string const& lines = {},
                   std::string_view body = {});
    http_reply get(std::string const& target, std::string const& lines = {})
    {
        return ask("GET", target, lines);
    }

    /// Waits until the server closes the connection; false when it sends anything first.
    bool is_closed();

    void close();

private:
    bool read();

    int socket_;
    std::string rest_;
};

} // namespace genpool::test
