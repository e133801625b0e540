// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "client.hpp"
#include "image/support/images.hpp"
#include "support.hpp"
#include "support/program/sanitized.hpp"

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sys/stat.h>
#include <vector>

namespace tools_server_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

namespace
{

/// A server of the directory in of a tree of its own.
struct served
{
    explicit served(std::vector<std::string> options = {})
    {
        tree.directory("in/d");
        file(tree, "in/a.jpg", encoded("jpeg", spec(90, 60)));
        file(tree, "in/d/b c%.png", encoded("png", spec(50, 80, 4)));
        file(tree, "secret.jpg", encoded("jpeg", spec(90, 60)));
        options.insert(options.begin(), {(tree / "in").string(), "--port", "0"});
        program.emplace("genpool-server", options);
        program->wait_for("listening on http://127.0.0.1:");
        port = std::stoi(program->wait_for("/\n"));
    }

    http_reply get(std::string const& target, std::string const& lines = {}) const
    {
        return client(port).get(target, lines);
    }

    /// The value of a metric.
    double metric(std::string const& name) const
    {
        std::string const text = get("/metrics").body;
        std::size_t const at = text.find('\n' + name + ' ');
        BOOST_REQUIRE_MESSAGE(at != std::string::npos, name << " in " << text);
        return std::stod(text.substr(at + name.size() + 2));
    }

    /// Waits until a metric has this value.
    void wait_for(std::string const& name, double value) const
    {
        while (metric(name) != value) {
        }
    }

    temporary_tree tree;
    std::optional<tool> program;
    int port = 0;
};

OIIO::ImageSpec spec_of(http_reply const& got)
{
    return decode(bytes(got.body.begin(), got.body.end())).spec;
}

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

std::string text_of(bytes const& contents) { return {contents.begin(), contents.end()}; }

/// An image that takes a while.
std::string slow_image()
{
    OIIO::ImageSpec made = spec(3000, 2000);
    made.attribute("jpeg:progressive", 1);
    return text_of(encoded("jpeg", made));
}

} // namespace

BOOST_AUTO_TEST_SUITE(tools_server)

BOOST_AUTO_TEST_CASE(says_what_it_does_and_refuses_what_it_does_not)
{
    temporary_tree const tree;
    check_usage("genpool-server", {tree.root().string(), "--port", "65536"}, "not 65536");
    check_usage("genpool-server", {tree.root().string(), "--address", "nowhere"}, "not nowhere");
    check_usage("genpool-server", {(tree / "missing").string()}, "missing");
    served const s;
    tool_result const second =
        run_tool("genpool-server", {tree.root().string(), "--port", std::to_string(s.port)});
    BOOST_TEST(second.status == 1);
    BOOST_TEST(second.errors.find("Address already in use") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(serves_thumbnails_in_the_size_that_is_asked_for)
{
    served const s;
    client c(s.port); // one connection for all
    http_reply got = c.get("/thumbnail/a.jpg?size=30");
    BOOST_TEST(got.status == 200);
    BOOST_TEST(got.field("content-type") == "image/jpeg");
    BOOST_TEST(got.field("x-content-type-options") == "nosniff");
    BOOST_TEST(spec_of(got).width == 30);
    got = c.get("/thumbnail/d/b%20c%25.png");
    BOOST_TEST(got.field("content-type") == "image/png");
    BOOST_TEST(spec_of(got).height == 80);
    std::string const length = got.field("content-length");
    got = c.ask("HEAD", "/thumbnail/d/b%20c%25.png");
    BOOST_TEST(got.status == 200);
    BOOST_TEST(got.field("content-length") == length);
    got = c.ask("POST", "/thumbnail?size=8", {}, text_of(encoded("png", spec(40, 20))));
    BOOST_TEST(got.status == 200);
    BOOST_TEST(got.field("cache-control") == "no-store");
    BOOST_TEST(spec_of(got).width == 8);
    got =
        c.ask("POST", "/thumbnail?size=8", "Expect: 100-continue\r\n", text_of(encoded("png", spec(40, 20))));
    BOOST_TEST(spec_of(got).width == 8);
    BOOST_TEST(c.get("/healthz").body == "ok\n");
    BOOST_TEST(c.get("http://localhost:1/healthz").body == "ok\n"); // as proxies ask
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_a_request)
{
    served const s;
    file(s.tree, "in/bad.jpg", bytes(9));
    client c(s.port);
    for (auto const& [target, status] : std::map<std::string, int>{{"/thumbnail/missing.jpg", 404},
                                                                   {"/thumbnail/", 404},
                                                                   {"/missing", 404},
                                                                   {"/thumbnail/bad.jpg", 422},
                                                                   {"/thumbnail/a.jpg?size=0", 400},
                                                                   {"/thumbnail/a.jpg?size=99999", 400},
                                                                   {"/thumbnail/a.jpg?size=1x", 400},
                                                                   {"/thumbnail/a.jpg?size=", 400},
                                                                   {"/thumbnail/%4", 400},
                                                                   {"/images?count=0", 400}}) {
        http_reply const got = c.get(target);
        BOOST_TEST(got.status == status, target << ' ' << got.status);
        BOOST_TEST(got.field("content-type") == "text/plain; charset=utf-8");
        BOOST_TEST(got.field("etag") == "");
    }
    BOOST_TEST(c.get("/thumbnail/a.jpg?size=1x").body == "size must be from 1 to 4096, not 1x\n");
    BOOST_TEST(c.ask("DELETE", "/thumbnail/a.jpg").status == 405);
    BOOST_TEST(c.ask("DELETE", "/thumbnail/a.jpg").field("allow") == "GET, HEAD");
    BOOST_TEST(c.ask("POST", "/thumbnail", {}, "no image").status == 422);
    BOOST_TEST(c.get("/thumbnail").field("allow") == "POST");
    http_reply const refused = client(s.port).ask("POST", "/", {}, "body");
    BOOST_TEST(refused.status == 405);
    BOOST_TEST(refused.field("connection") == "close");
}

BOOST_AUTO_TEST_CASE(answers_that_nothing_has_changed_when_it_has_not)
{
    served const s({"--max-age", "7"});
    http_reply const first = s.get("/thumbnail/a.jpg?size=30");
    std::string const tag = first.field("etag");
    BOOST_TEST(tag.size() == 18); // which tells nothing
    BOOST_TEST(first.field("date").ends_with(" GMT"));
    BOOST_TEST(first.field("cache-control") == "private, max-age=7, must-revalidate");
    for (std::string const& tags : {tag, "\"x\", W/" + tag, std::string("*")}) {
        http_reply const again = s.get("/thumbnail/a.jpg?size=30", "If-None-Match: " + tags + "\r\n");
        BOOST_TEST(again.status == 304);
        BOOST_TEST(again.field("etag") == tag);
        BOOST_TEST(again.field("content-length") == "");
    }
    BOOST_TEST(s.get("/thumbnail/a.jpg?size=31", "If-None-Match: " + tag + "\r\n").status == 200);
    file(s.tree, "in/new.jpg", encoded("jpeg", spec(60, 60)));
    fs::rename(s.tree / "in/new.jpg", s.tree / "in/a.jpg");
    http_reply const changed = s.get("/thumbnail/a.jpg?size=30", "If-None-Match: " + tag + "\r\n");
    BOOST_TEST(changed.status == 200);
    BOOST_TEST(spec_of(changed).height == 30);
}

BOOST_AUTO_TEST_CASE(reads_nothing_outside_its_directory)
{
    served const s;
    fs::create_symlink("../secret.jpg", s.tree / "in/link.jpg");
    fs::create_symlink(s.tree / "secret.jpg", s.tree / "in/absolute.jpg");
    fs::create_directory_symlink("..", s.tree / "in/up");
    fs::create_symlink("a.jpg", s.tree / "in/inside.jpg");
    file(s.tree, "in/.hidden.jpg", encoded("jpeg", spec(9, 9)));
    BOOST_REQUIRE(::mkfifo((s.tree / "in/pipe.jpg").c_str(), 0600) == 0);
    for (std::string const path :
         {"../secret.jpg", "%2e%2e/secret.jpg", "..%2Fsecret.jpg", "d/../../secret.jpg", "link.jpg",
          "absolute.jpg", "up/secret.jpg", "/etc/passwd", "%2Fetc/passwd", ".hidden.jpg", "d/../.hidden.jpg",
          "a.jpg%00.png", "pipe.jpg", "d", "a.jpg/", "....//secret.jpg", "%252e%252e/secret.jpg",
          "..\\secret.jpg"}) {
        http_reply const got = s.get("/thumbnail/" + path);
        BOOST_TEST(got.status == 404, path << ' ' << got.status);
        BOOST_TEST(got.body == "there is no such image\n");
    }
    std::string const absolute = (s.tree / "secret.jpg").string();
    BOOST_TEST(s.get("/thumbnail/" + absolute).status == 404);
    BOOST_TEST(s.get("/thumbnail/inside.jpg").status == 200);
    BOOST_TEST(s.get("/images").body.find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(answers_only_to_its_own_names)
{
    served const s({"--host", "pictures.example", "--host", "Other"});
    std::string const port = ':' + std::to_string(s.port);
    auto const status_for = [&](std::string const& lines, std::string const& target = "/healthz",
                                std::string const& version = "1.1") {
        client c(s.port);
        c.send("GET " + target + " HTTP/" + version + "\r\n" + lines + "\r\n");
        return c.receive().status;
    };
    for (std::string const& name : name_list{"127.0.0.1" + port, "127.0.0.1", "localhost" + port, "LocalHost",
                                             "pictures.example", "PICTURES.example.:99", "other"})
        BOOST_TEST(status_for("Host: " + name + "\r\n") == 200, name);
    for (std::string const name : {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example",
                                   "evil.example:8080", "127.0.0.2", "[::1]", "[", "[]", ":80", ".", "",
                                   "localhost@evil.example", "evil.example/localhost", "0.0.0.0"})
        BOOST_TEST(status_for("Host: " + std::string(name) + "\r\n") == 421, name);
    BOOST_TEST(status_for("Host: localhost\r\n", "http://evil.example/healthz") == 421);
    BOOST_TEST(status_for("Host: localhost\r\n", "http://other/healthz") == 200);
    BOOST_TEST(status_for("Host: localhost\r\nHost: evil.example\r\n") == 400);
    BOOST_TEST(status_for("") == 400);
    BOOST_TEST(status_for("", "/healthz", "1.0") == 200);
    for (std::string const target : {"/", "/thumbnail/a.jpg", "/images", "/metrics"})
        BOOST_TEST(status_for("Host: evil.example\r\n", target) == 421, target);
    client c(s.port);
    c.send("POST /thumbnail HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 100\r\n\r\n");
    http_reply const refused = c.receive(); // its body is not waited for
    BOOST_TEST(refused.status == 421);
    BOOST_TEST(refused.body.find("--host NAME") != std::string::npos);
    check_usage("genpool-server", {s.tree.root().string(), "--host", "a:80"}, "a:80");
}

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
    for (pid_t const worker : children_of(s.program->process()))
        ::kill(worker, SIGSTOP);
    {
        client gone(s.port);
        gone.send("GET /thumbnail/a.jpg?size=31 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        s.wait_for("genpool_in_flight", 1);
    }
    s.wait_for("genpool_in_flight", 0);
    BOOST_TEST(s.metric("genpool_left_total") == 1);
    BOOST_TEST(s.get("/thumbnail/a.jpg?size=31").status == 200); // by another
}

BOOST_AUTO_TEST_CASE(lists_and_searches_images_in_parts)
{
    served const s;
    BOOST_TEST(s.get("/images?search=B+C").body ==
               "{\"images\":[{\"name\":\"d/b c%.png\",\"url\":\"d/b%20c%25.png\"}],\"more\":false}");
    BOOST_TEST(s.get("/images?count=1").body.ends_with("],\"more\":true}"));
    BOOST_TEST(s.get("/images?count=1&from=1").body.ends_with("],\"more\":false}"));
    BOOST_TEST(s.get("/images?from=2").body == "{\"images\":[],\"more\":false}");
    BOOST_TEST(s.get("/").field("content-type") == "text/html; charset=utf-8");
    BOOST_TEST(s.get("/gallery.js").status == 200);
    BOOST_TEST(s.get("/gallery.css").status == 200);
    BOOST_TEST(s.get("/favicon.ico").status ==
               204); // or each picture that is opened would have a request that fails
}

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

BOOST_AUTO_TEST_CASE(tells_where_it_cannot_listen)
{
    served const s;
    tool_result const second =
        run_tool("genpool-server", {(s.tree / "in").string(), "--port", std::to_string(s.port)});
    BOOST_TEST(second.status == 1);
    BOOST_TEST(second.errors ==
               "genpool-server: 127.0.0.1, port " + std::to_string(s.port) + ": Address already in use\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tools_server_tests
