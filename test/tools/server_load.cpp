// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What is too much for a server, or comes in halves, and how it ends.
#include "client.hpp"
#include "image/support/images.hpp"
#include "served.hpp"
#include "support.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <memory>
#include <vector>

namespace tools_server_load_tests
{

using namespace genpool::test;

BOOST_AUTO_TEST_SUITE(tools_server_load)

BOOST_AUTO_TEST_CASE(bounds_what_is_sent_to_it)
{
    served const s({"--megabytes", "1", "--megapixels", "1"});
    http_reply got = client(s.port).ask("POST", "/thumbnail", {}, std::string((1 << 20) + 1, 'x'));
    BOOST_TEST(got.status == 413);
    BOOST_TEST(got.body == "the body is over the limit of 1048576 bytes\n");
    got = client(s.port).ask("POST", "/thumbnail", {}, text_of(encoded("png", spec(1001, 1000, 1))));
    BOOST_TEST(got.status == 422);
    BOOST_TEST(got.body == "1001 x 1000 pixels are over the limit of 1000000\n");
    got = s.get('/' + std::string(20000, 'x'));
    BOOST_TEST(got.status == 431);
    // In chunks, whose sum nobody tells before.
    client c(s.port);
    c.send("POST /thumbnail HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int n = 0; n != 40; ++n)
        c.send("10000\r\n" + std::string(0x10000, 'x') + "\r\n");
    BOOST_TEST(c.receive().status == 413);
    client extended(s.port);
    extended.send("POST /thumbnail HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                  std::string(1 << 20, 'x'));
    BOOST_TEST(extended.receive().status == 400);
}

BOOST_AUTO_TEST_CASE(answers_garbage_and_half_requests_and_goes_on)
{
    served const s({"--idle", "1", "--seconds", "1"});
    for (std::string const& garbage :
         {std::string("\0\xFF\x16\x03\1\r\n\r\n", 9), std::string("GET\r\n\r\n"),
          std::string("GET / HTTP/9.9\r\n\r\n"), std::string("GET / HTTP/1.1\r\nbad header\r\n\r\n"),
          std::string(70000, 'A'), std::string("POST /thumbnail HTTP/1.1\r\nContent-Length: -1\r\n\r\n")}) {
        client c(s.port);
        c.send(garbage);
        int const status = c.receive().status;
        BOOST_TEST((status == 400 || status == 431), status << " for " << garbage.substr(0, 40));
    }
    client half(s.port); // of which nothing more comes
    half.send("GET / HT");
    BOOST_TEST(half.is_closed());
    client idle(s.port);
    BOOST_TEST(idle.is_closed());
    client body(s.port);
    body.send("POST /thumbnail HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nonly this");
    BOOST_TEST(body.is_closed());
    {
        client gone(s.port);
        gone.send("POST /thumbnail HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nonly this");
    }
    BOOST_TEST(s.get("/thumbnail/a.jpg").status == 200);
}

BOOST_AUTO_TEST_CASE(refuses_more_pictures_at_once_than_it_makes)
{
    served const s({"--in-flight", "1", "--jobs", "1"});
    std::string const image = slow_image();
    client first(s.port);
    first.send("POST /thumbnail HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
               std::to_string(image.size()) + "\r\n\r\n" + image);
    s.wait_for("genpool_in_flight", 1);
    http_reply const refused = s.get("/thumbnail/a.jpg");
    if (refused.status != 200) { // the first may be done already
        BOOST_TEST(refused.status == 503);
        BOOST_TEST(refused.field("retry-after") == "1");
        BOOST_TEST(refused.body == "too many requests at once\n");
    }
    BOOST_TEST(first.receive().status == 200);
    s.wait_for("genpool_in_flight", 0);
    BOOST_TEST(s.get("/thumbnail/a.jpg").status == 200);
}

BOOST_AUTO_TEST_CASE(does_not_begin_what_a_client_that_leaves_has_asked_for)
{
    served const s({"--jobs", "1", "--in-flight", "100"});
    file(s.tree, "in/slow.jpg", [] {
        std::string const image = slow_image();
        return bytes(image.begin(), image.end());
    }());
    std::vector<std::unique_ptr<client>> clients;
    for (int n = 0; n != 50; ++n) {
        clients.push_back(std::make_unique<client>(s.port));
        clients.back()->send("GET /thumbnail/slow.jpg HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    BOOST_TEST(clients[0]->receive().status == 200);
    clients.clear();
    s.wait_for("genpool_in_flight", 0);
    BOOST_TEST(s.metric("genpool_left_total") > 0);
    BOOST_TEST(s.get("/thumbnail/a.jpg").status == 200);
}

BOOST_AUTO_TEST_CASE(bears_many_connections_and_has_others_wait)
{
    served const s({"--connections", "300"});
    std::vector<std::unique_ptr<client>> clients;
    for (int n = 0; n != 300; ++n)
        clients.push_back(std::make_unique<client>(s.port));
    for (auto const& one : clients)
        BOOST_TEST(one->get("/healthz").status == 200);
    client waits(s.port); // in the queue of the system
    waits.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    BOOST_TEST(clients[7]->get("/metrics").body.find("\ngenpool_connections 300\n") != std::string::npos);
    clients[3]->close();
    BOOST_TEST(waits.receive().status == 200);
}

BOOST_AUTO_TEST_CASE(answers_what_was_begun_when_it_is_told_to_end)
{
    for (int const signal : {SIGTERM, SIGINT}) {
        served s;
        client idle(s.port);
        BOOST_TEST(idle.get("/healthz").status == 200);
        std::string const image = slow_image();
        client busy(s.port);
        busy.send("POST /thumbnail?size=10 HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
                  std::to_string(image.size()) + "\r\n\r\n" + image);
        s.wait_for("genpool_in_flight", 1);
        s.program->send(signal);
        s.program->wait_for("Finishing what was begun.\n");
        http_reply const got = busy.receive();
        BOOST_TEST(got.status == 200);
        BOOST_TEST(got.field("connection") == "close");
        BOOST_TEST(idle.is_closed());
        BOOST_TEST(busy.is_closed());
        busy.close();
        idle.close();
        BOOST_TEST(s.program->wait().status == 128 + signal);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tools_server_load_tests
