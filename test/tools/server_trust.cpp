// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What a server does not give to anybody, nor to who speaks in the name of another one.
#include "client.hpp"
#include "image/support/images.hpp"
#include "served.hpp"
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

namespace tools_server_trust_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

BOOST_AUTO_TEST_SUITE(tools_server_trust)

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

BOOST_AUTO_TEST_SUITE_END()

} // namespace tools_server_trust_tests
