// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "client.hpp"
#include "image/support/images.hpp"
#include "served.hpp"
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

namespace tools_server_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

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
