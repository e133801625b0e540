// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "connection.hpp"

#include "routes.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/write.hpp>

#include <array>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace server
{
namespace
{

/// What an operation completes with as its error goes into `error`.
auto into(beast::error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

/// Counts something for as long as it lives.
class counted
{
public:
    explicit counted(std::uint64_t& count) : count_(count) { ++count_; }
    counted(counted const&) = delete;
    counted& operator=(counted const&) = delete;
    ~counted() { --count_; }

private:
    std::uint64_t& count_;
};

class connection
{
    using parser = http::request_parser<http::vector_body<unsigned char>>;

public:
    connection(state& all, asio::ip::tcp::socket client) : all_(all), stream_(std::move(client)) {}

    asio::awaitable<void> run()
    {
        bool goes_on = true;
        while (goes_on && !all_.drains)
            goes_on = co_await serve_one();
        co_await linger();
    }

private:
    /// False when there will be no more.
    asio::awaitable<bool> serve_one()
    {
        constexpr std::uint32_t most_header = 16 << 10;
        parser asked;
        asked.header_limit(most_header);
        asked.body_limit(all_.given.body);
        auto const error = co_await read_header(asked);
        if (error)
            co_return co_await refuse(error);
        beast::error_code unknown; // then it has no address, and no Host has it
        auto const local = stream_.socket().local_endpoint(unknown).address();
        if (auto refused = refuse_header(all_, asked.get(), local)) {
            // Its body would be taken for the next request.
            refused->keep_alive(asked.keep_alive() && asked.is_done());
            co_return co_await write(*std::move(refused), asked.get().method());
        }
        if (!asked.is_done()) {
            if (all_.counts.uploads >= all_.given.in_flight) {
                auto refused = refusal(http::status::service_unavailable, "too many uploads at once");
                co_return co_await write_last(std::move(refused));
            }
            counted const upload(all_.counts.uploads);
            if (auto const failed = co_await read_body(asked))
                co_return co_await refuse(failed);
        }
        stream_.expires_never(); // the call has a limit of its own
        request whole = asked.release();
        auto made = co_await answer(all_, stream_.socket(), whole);
        if (!made)
            co_return false;
        made->keep_alive(whole.keep_alive() && !all_.drains);
        co_return co_await write(*std::move(made), whole.method());
    }

    asio::awaitable<beast::error_code> read_header(parser& asked)
    {
        // A client that has begun nothing can be sent away at any time.
        all_.idle.emplace_front([this] { stream_.cancel(); });
        auto const waits = all_.idle.begin();
        stream_.expires_after(all_.given.idle);
        beast::error_code error;
        co_await http::async_read_header(stream_, buffer_, asked, into(error));
        all_.idle.erase(waits);
        co_return error;
    }

    asio::awaitable<beast::error_code> read_body(parser& asked)
    {
        beast::error_code error;
        stream_.expires_after(all_.given.time);
        if (beast::iequals(asked.get()[http::field::expect], "100-continue")) {
            http::response<http::empty_body> const go_on(http::status::continue_, 11);
            co_await http::async_write(stream_, go_on, into(error));
            if (error)
                co_return error;
        }
        co_await http::async_read(stream_, buffer_, asked, into(error));
        co_return error;
    }

    /// What can still be said after this error; after a timeout nothing, since that has closed the connection.
    asio::awaitable<bool> refuse(beast::error_code error)
    {
        if (error == http::error::body_limit)
            co_return co_await write_last(
                refusal(http::status::payload_too_large,
                        "the body is over the limit of " + std::to_string(all_.given.body) + " bytes"));
        if (error == http::error::header_limit)
            co_return co_await write_last(
                refusal(http::status::request_header_fields_too_large, "the header is too large"));
        bool const is_bad = error.category() == http::make_error_code(http::error::bad_method).category() &&
                            error != http::error::end_of_stream && error != http::error::partial_message;
        if (is_bad)
            co_return co_await write_last(refusal(http::status::bad_request, error.message()));
        co_return false;
    }

    asio::awaitable<bool> write_last(reply made)
    {
        made.keep_alive(false);
        co_return co_await write(std::move(made), http::verb::get);
    }

    asio::awaitable<bool> write(reply made, http::verb method)
    {
        ++all_.counts.replies[made.result_int()];
        stream_.expires_after(all_.given.time);
        http::response_serializer<http::string_body> bytes(made);
        beast::error_code error;
        if (method == http::verb::head)
            co_await http::async_write_header(stream_, bytes, into(error));
        else
            co_await http::async_write(stream_, bytes, into(error));
        co_return !error && !made.need_eof();
    }

    /// Closes it so that the last reply arrives: what comes in meanwhile is read, for a while.
    asio::awaitable<void> linger()
    {
        constexpr std::size_t most = 1 << 20;
        constexpr auto time = std::chrono::seconds(1);
        beast::error_code error;
        stream_.socket().shutdown(asio::socket_base::shutdown_send, error);
        stream_.expires_after(time);
        std::array<char, 4096> bytes;
        for (std::size_t done = 0; done < most && !error;)
            done += co_await stream_.async_read_some(asio::buffer(bytes), into(error));
    }

    state& all_;
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_{128 << 10}; // or the extension of a chunk could have any size
};

} // namespace

asio::awaitable<void> serve(state& all, asio::ip::tcp::socket client)
{
    try {
        connection one(all, std::move(client));
        co_await one.run();
    } catch (std::exception const&) {
        // Of memory, say: it is the end of this connection alone.
    }
    --all.counts.connections;
    all.connection_closed();
}

} // namespace server
