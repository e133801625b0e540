// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "image/support/images.hpp"
#include "support.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace tools_info_tests
{

using namespace genpool::test;

BOOST_AUTO_TEST_SUITE(tools_info)

BOOST_AUTO_TEST_CASE(says_what_it_does_and_refuses_what_it_does_not)
{
    check_usage("genpool-info", {"x", "--jobs", "0"}, "not 0");
    check_usage("genpool-info", {"--bogus"}, "--bogus");
    check_usage("genpool-info", {}, "PATH");
}

BOOST_AUTO_TEST_CASE(prints_an_object_for_each_image_in_order)
{
    temporary_tree const tree;
    auto const first = file(tree, "a \"\xFF\n.png", encoded("png", spec(37, 21, 4)));
    auto const second = file(tree, "b.jpg", with_segment(encoded("jpeg", spec(8, 4)), 0xE1, [] {
                                 bytes exif;
                                 append(exif, std::string_view("Exif\0\0", 6));
                                 append(exif, exif_with_orientation(6));
                                 return exif;
                             }()));
    auto const bad = file(tree, "bad.jpg", bytes(9));
    tool_result const told =
        run_tool("genpool-info", {"--json", bad.string(), first.string(), second.string()});
    BOOST_TEST(told.status == 1);
    BOOST_TEST(told.errors == "");
    auto const bytes_of = [](auto const& path) {
        return std::to_string(boost::filesystem::file_size(path)) + "}\n";
    };
    BOOST_TEST(told.output ==
               "{\"path\":\"" + bad.string() +
                   "\",\"error\":\"not a JPEG, PNG, WebP, TIFF or OpenEXR image\"}\n"
                   "{\"path\":\"" +
                   tree.root().string() +
                   "/a \\\"\\udcff\\u000a.png\",\"format\":\"png\",\"width\":37,\"height\":21,\"channels\":4,"
                   "\"bits\":8,\"orientation\":1,\"alpha\":true,\"palette\":false,\"profile\":false,"
                   "\"pages\":1,\"bytes\":" +
                   bytes_of(first) + "{\"path\":\"" + second.string() +
                   "\",\"format\":\"jpeg\",\"width\":8,\"height\":4,\"channels\":3,\"bits\":8,"
                   "\"orientation\":6,\"alpha\":false,\"palette\":false,\"profile\":false,"
                   "\"pages\":1,\"bytes\":" +
                   bytes_of(second));
}

BOOST_AUTO_TEST_CASE(prints_a_table_of_a_directory)
{
    temporary_tree const tree;
    tree.directory("in/d");
    file(tree, "in/a.jpg", encoded("jpeg", spec(640, 480)));
    file(tree, "in/d/b.png", encoded("png", spec(5, 7)));
    tree.file("in/text.txt");
    std::string const in = (tree / "in").string();
    tool_result told = run_tool("genpool-info", {in});
    BOOST_TEST(told.status == 0);
    BOOST_TEST(told.output.starts_with("FORMAT "));
    BOOST_TEST(std::ranges::count(told.output, '\n') == 2);
    BOOST_TEST(told.output.find("jpeg        640     480   3    8   1 ") != std::string::npos);
    told = run_tool("genpool-info", {in, "--recursive", "--jobs", "1"});
    BOOST_TEST(std::ranges::count(told.output, '\n') == 3);
    BOOST_TEST(told.output.find(in + "/d/b.png\n") != std::string::npos);
    told = run_tool("genpool-info", {in + "/missing"});
    BOOST_TEST(told.status == 1);
    BOOST_TEST(told.errors == in + "/missing: cannot be read: No such file or directory\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tools_info_tests
