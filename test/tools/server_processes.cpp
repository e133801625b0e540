// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// A server that makes its pictures in processes of their own.
#include "client.hpp"
#include "image/support/images.hpp"
#include "served.hpp"
#include "support.hpp"
#include "support/program/sanitized.hpp"

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

namespace tools_server_processes_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

namespace
{

/// What a server that makes pictures itself says of an image.
std::string here_reason(served const& s, fs::path const& image)
{
    fs::copy_file(image, s.tree / "in/bad.jpg");
    return s.get("/thumbnail/bad.jpg").body;
}

std::vector<pid_t> children_of(pid_t process)
{
    std::vector<pid_t> all;
    std::string const number = std::to_string(process);
    for (auto const& thread : fs::directory_iterator("/proc/" + number + "/task")) {
        std::ifstream children((thread.path() / "children").string());
        all.insert(all.end(), std::istream_iterator<pid_t>(children), {});
    }
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(tools_server_processes)

BOOST_AUTO_TEST_CASE(makes_pictures_in_processes_of_their_own)
{
    if (sanitized)
        return; // a sanitizer takes more addresses than a worker may have
    served const here;
    served s({"--isolate", "--jobs", "2", "--megapixels", "1"});
    auto const bad = file(s.tree, "in/bad.jpg", bytes(9));
    http_reply const one = s.get("/thumbnail/a.jpg?size=30"), same = here.get("/thumbnail/a.jpg?size=30");
    BOOST_TEST(one.status == 200);
    BOOST_TEST((one.body == same.body));
    BOOST_TEST(s.get("/thumbnail/a.jpg?size=30", "If-None-Match: " + one.field("etag") + "\r\n").status ==
               304);
    BOOST_TEST(s.get("/thumbnail/d/b%20c%25.png").field("content-type") == "image/png");
    BOOST_TEST(s.get("/thumbnail/bad.jpg").status == 422);
    BOOST_TEST(s.get("/thumbnail/bad.jpg").body == here_reason(here, bad));
    http_reply const large =
        client(s.port).ask("POST", "/thumbnail", {}, text_of(encoded("png", spec(1001, 1000, 1))));
    BOOST_TEST(large.status == 422);
    BOOST_TEST(large.body == "1001 x 1000 pixels are over the limit of 1000000\n");
    BOOST_TEST(
        spec_of(client(s.port).ask("POST", "/thumbnail?size=8", {}, text_of(encoded("png", spec(40, 20)))))
            .width == 8);

    // A worker that is gone is missed by nobody.
    std::vector<pid_t> const workers = children_of(s.program->process());
    BOOST_TEST(workers.size() >= 1u);
    for (pid_t const worker : workers)
        ::kill(worker, SIGKILL);
    BOOST_TEST(s.get("/thumbnail/a.jpg?size=31").status == 200);

    s.program->send(SIGTERM);
    BOOST_TEST(s.program->wait().status == 128 + SIGTERM);
}

BOOST_AUTO_TEST_CASE(ends_a_process_that_hangs_when_its_client_has_left)
{
    if (sanitized)
        return;
    served const s({"--isolate", "--jobs", "1"});
    BOOST_TEST(s.get("/thumbnail/a.jpg?size=30").status == 200);
    auto const hanging = children_of(s.program->process());
    for (pid_t const worker : hanging)
        ::kill(worker, SIGSTOP);
    // A client may leave before the process has its call; then none needs to end.
    int left = 0;
    for (bool ended = false; !ended; ++left) {
        {
            client gone(s.port);
            gone.send("GET /thumbnail/a.jpg?size=31 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            s.wait_for("genpool_in_flight", 1);
        }
        s.wait_for("genpool_in_flight", 0);
        for (int tries = 0; tries != 100 && !ended; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            ended = children_of(s.program->process()) != hanging;
        }
    }
    BOOST_TEST(s.metric("genpool_left_total") == left);
    BOOST_TEST(s.get("/thumbnail/a.jpg?size=31").status == 200); // by another
}

BOOST_AUTO_TEST_CASE(gives_what_it_has_kept_while_its_processes_hang)
{
    if (sanitized)
        return;
    served const s({"--isolate", "--jobs", "1", "--in-flight", "1"});
    s.make_old("in/a.jpg");
    http_reply const first = s.get("/thumbnail/a.jpg?size=30");
    for (pid_t const worker : children_of(s.program->process()))
        ::kill(worker, SIGSTOP);
    {
        client waits(s.port);
        waits.send("GET /thumbnail/a.jpg?size=31 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        s.wait_for("genpool_in_flight", 1);
        http_reply const again = s.get("/thumbnail/a.jpg?size=30");
        BOOST_TEST(again.status == 200);
        BOOST_TEST((again.body == first.body));
        BOOST_TEST(s.get("/thumbnail/a.jpg?size=30", "If-None-Match: *\r\n").status == 304);
        BOOST_TEST(s.get("/thumbnail/a.jpg?size=32").status == 503);
        BOOST_TEST(s.get("/thumbnail/missing.jpg").status == 404);
    }
    s.wait_for("genpool_in_flight", 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tools_server_processes_tests
