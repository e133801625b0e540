// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/vector_body.hpp>

#include <string>
#include <string_view>

namespace server
{

namespace http = boost::beast::http;

using request = http::request<http::vector_body<unsigned char>>;
using reply = http::response<http::string_body>;

/// A reply with this body. What no reply may do without is in it.
reply make_reply(http::status status, std::string_view type, std::string body);

/// One that says in words what is wrong.
reply refusal(http::status status, std::string const& why);

} // namespace server
