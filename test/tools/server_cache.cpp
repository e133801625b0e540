// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What a server keeps of what it has made.
#include "client.hpp"
#include "image/support/images.hpp"
#include "served.hpp"
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <ctime>
#include <string>

namespace tools_server_cache_tests
{

using namespace genpool::test;
namespace fs = boost::filesystem;

namespace
{

constexpr char hits[] = "genpool_cache_hits_total";
constexpr char misses[] = "genpool_cache_misses_total";
constexpr char kept[] = "genpool_cache_bytes";

void check_same(http_reply const& one, http_reply const& other)
{
    BOOST_TEST(one.status == 200);
    BOOST_TEST(other.status == 200);
    BOOST_TEST((one.body == other.body));
    for (char const* name :
         {"etag", "content-type", "content-length", "cache-control", "x-content-type-options"})
        BOOST_TEST(one.field(name) == other.field(name), name);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tools_server_cache)

BOOST_AUTO_TEST_CASE(gives_what_it_has_made_once_more)
{
    served const s;
    s.make_old("in/a.jpg");
    s.make_old("in/d/b c%.png");
    http_reply const first = s.get("/thumbnail/a.jpg?size=30");
    BOOST_TEST(s.metric(hits) == 0);
    BOOST_TEST(s.metric(misses) == 1);
    BOOST_TEST(s.metric(kept) > static_cast<double>(first.body.size()));
    double const calls = s.metric("genpool_call_seconds_count");
    check_same(first, s.get("/thumbnail/a.jpg?size=30"));
    BOOST_TEST(s.metric(hits) == 1);
    http_reply const head = client(s.port).ask("HEAD", "/thumbnail/a.jpg?size=30");
    BOOST_TEST(head.field("content-length") == first.field("content-length"));
    BOOST_TEST(head.field("etag") == first.field("etag"));
    BOOST_TEST(s.metric(hits) == 2);
    BOOST_TEST(s.get("/thumbnail/a.jpg?size=30", "If-None-Match: " + first.field("etag") + "\r\n").status ==
               304);
    BOOST_TEST(s.metric("genpool_call_seconds_count") == calls); // on the pool was nothing to do
    BOOST_TEST(spec_of(s.get("/thumbnail/a.jpg?size=31")).width == 31);
    http_reply const png = s.get("/thumbnail/d/b%20c%25.png");
    BOOST_TEST(png.field("content-type") == "image/png");
    check_same(png, s.get("/thumbnail/d/b%20c%25.png"));
    BOOST_TEST(s.metric(hits) == 3);
    BOOST_TEST(s.metric(misses) == 3);
}

BOOST_AUTO_TEST_CASE(makes_it_anew_when_the_file_has_changed)
{
    served const s;
    s.make_old("in/a.jpg");
    s.get("/thumbnail/a.jpg?size=30");
    file(s.tree, "in/a.jpg", encoded("jpeg", spec(60, 60))); // in its place
    BOOST_TEST(spec_of(s.get("/thumbnail/a.jpg?size=30")).height == 30);
    file(s.tree, "in/new.jpg", encoded("jpeg", spec(60, 90)));
    s.make_old("in/new.jpg");
    fs::rename(s.tree / "in/new.jpg", s.tree / "in/a.jpg");
    BOOST_TEST(spec_of(s.get("/thumbnail/a.jpg?size=30")).width == 20);
    BOOST_TEST(s.metric(hits) == 0);
    fs::remove(s.tree / "in/a.jpg");
    BOOST_TEST(s.get("/thumbnail/a.jpg?size=30").status == 404);
}

BOOST_AUTO_TEST_CASE(does_not_keep_what_was_changed_just_now)
{
    served const s;
    file(s.tree, "in/a.jpg", encoded("jpeg", spec(60, 60)));
    fs::last_write_time(s.tree / "in/a.jpg",
                        std::time(nullptr) + 100); // or this test would be one against time
    check_same(s.get("/thumbnail/a.jpg"), s.get("/thumbnail/a.jpg"));
    BOOST_TEST(s.metric(hits) == 0);
    BOOST_TEST(s.metric(misses) == 2);
    BOOST_TEST(s.metric(kept) == 0);
}

BOOST_AUTO_TEST_CASE(keeps_neither_failures_nor_uploads)
{
    served const s;
    file(s.tree, "in/bad.jpg", bytes(9));
    s.make_old("in/bad.jpg");
    for (int n = 0; n != 2; ++n) {
        BOOST_TEST(s.get("/thumbnail/bad.jpg").status == 422);
        BOOST_TEST(s.get("/thumbnail/missing.jpg").status == 404);
        BOOST_TEST(client(s.port).ask("POST", "/thumbnail", {}, text_of(encoded("png", spec(9, 9)))).status ==
                   200);
    }
    BOOST_TEST(s.metric(hits) == 0);
    BOOST_TEST(s.metric(misses) == 2); // of what might have been kept
    BOOST_TEST(s.metric(kept) == 0);
}

BOOST_AUTO_TEST_CASE(drops_what_was_asked_for_least_recently_and_keeps_no_more_than_it_may)
{
    std::string bytes;
    {
        served const s;
        s.make_old("in/a.jpg");
        s.get("/thumbnail/a.jpg?size=30");
        bytes = std::to_string(static_cast<int>(s.metric(kept) * 2.5)); // two of about this size
    }
    served const s({"--cache", bytes});
    s.make_old("in/a.jpg");
    for (char const* size : {"30", "31", "30", "32", "30", "32"})
        s.get(std::string("/thumbnail/a.jpg?size=") + size);
    BOOST_TEST(s.metric(misses) == 3);
    BOOST_TEST(s.metric(hits) == 3);
    BOOST_TEST(s.metric(kept) <= std::stod(bytes));
    s.get("/thumbnail/a.jpg?size=31");
    BOOST_TEST(s.metric(misses) == 4);
    served const small({"--cache", "200"}); // bytes, which no thumbnail has
    small.make_old("in/a.jpg");
    check_same(small.get("/thumbnail/a.jpg"), small.get("/thumbnail/a.jpg"));
    BOOST_TEST(small.metric(misses) == 2);
    BOOST_TEST(small.metric(kept) == 0);
}

BOOST_AUTO_TEST_CASE(keeps_nothing_when_it_may_not)
{
    served const s({"--cache", "0"});
    s.make_old("in/a.jpg");
    check_same(s.get("/thumbnail/a.jpg"), s.get("/thumbnail/a.jpg"));
    BOOST_TEST(s.metric("genpool_call_seconds_count") == 2);
    BOOST_TEST(s.metric(hits) == 0);
    BOOST_TEST(s.metric(misses) == 0);
    BOOST_TEST(s.metric(kept) == 0);
}

BOOST_AUTO_TEST_CASE(understands_sizes_and_refuses_others)
{
    temporary_tree const tree;
    for (std::string const bad : {"x", "64X", "64MB", "-1", "1.5M", " 1", "99999999T"}) {
        tool_result const refused =
            run_tool("genpool-server", {tree.root().string(), "--cache=" + bad, "--port", "0"});
        BOOST_TEST(refused.status == 2, bad);
        BOOST_TEST(refused.errors.find("'" + bad + "'") != std::string::npos, refused.errors);
    }
    for (std::string const good : {"1", "64K", "64M", "2G", "1T"})
        BOOST_TEST(served({"--cache", good}).get("/healthz").status == 200, good);
}

BOOST_AUTO_TEST_CASE(gives_what_it_has_kept_while_it_makes_as_many_as_it_may)
{
    served const s({"--in-flight", "1", "--jobs", "1"});
    s.make_old("in/a.jpg");
    http_reply const first = s.get("/thumbnail/a.jpg");
    std::string const image = slow_image();
    client busy(s.port);
    busy.send("POST /thumbnail HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
              std::to_string(image.size()) + "\r\n\r\n" + image);
    s.wait_for("genpool_in_flight", 1);
    check_same(first, s.get("/thumbnail/a.jpg"));
    BOOST_TEST(busy.receive().status == 200);
    BOOST_TEST(s.metric(hits) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tools_server_cache_tests
