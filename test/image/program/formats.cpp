// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
//
// Formats that are read only if they are named, by processes of their own; and one that is only written.
#include "support.hpp"
#include "support/program/sanitized.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

namespace image_program_formats_tests
{

using namespace genpool::test;
using boost::test_tools::per_element;

namespace
{

/// Writes a file as OpenImageIO does; false where it cannot, or cannot read it: 2.4 writes small JPEG 2000s that nobody can.
bool write(boost::filesystem::path const& file, std::string const& format)
{
    auto const output = OIIO::ImageOutput::create(format);
    // In 64 pixels a row: of fewer OpenImageIO 2.4 copies more than there is to libheif.
    OIIO::ImageSpec made = spec(64, 30);
    if (format == "dpx") // which OpenImageIO 2.4 writes in rows of whole words
        made.format = OIIO::TypeDesc::UINT16;
    std::vector<float> samples;
    for (int y = 0; y != made.height; ++y)
        for (int x = 0; x != made.width; ++x)
            for (int c = 0; c != 3; ++c)
                samples.push_back(gradient(float(x) / 64, float(y) / 30, c));
    return output && output->open(file.string(), made) &&
           output->write_image(OIIO::TypeDesc::FLOAT, samples.data()) && output->close() &&
           OIIO::ImageInput::open(file.string());
}

/// Whether there are processes of their own here; a sanitizer takes more addresses than one may have.
bool can_isolate(temporary_tree const& tree)
{
    return !sanitized && run({(tree / "in").string(), "-o", (tree / "none").string(), "--isolate"})
                                 .text.find("which was not built") == std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(thumbnails_program_formats)

BOOST_AUTO_TEST_CASE(are_read_when_they_are_named_and_not_before)
{
    temporary_tree const tree;
    tree.directory("in");
    std::string const in = (tree / "in").string(), out = (tree / "out").string();
    std::string list;
    name_list expected;
    for (auto const& [format, name] : std::vector<std::pair<std::string, std::string>>{{"gif", "a.gif"},
                                                                                       {"bmp", "b.BMP"},
                                                                                       {"pnm", "c.ppm"},
                                                                                       {"hdr", "d.hdr"},
                                                                                       {"dpx", "e.dpx"},
                                                                                       {"jpeg2000", "f.jp2"},
                                                                                       {"heif", "g.heic"}}) {
        if (sanitized && format == "heif")
            continue; // x265 leaks
        if (!write(tree / "in" / name, format))
            continue; // this OpenImageIO was built without
        list += (list.empty() ? "" : ",") + format;
        expected.push_back(name + ".jpg");
    }
    BOOST_TEST(expected.size() >= 4u);
    if (!can_isolate(tree))
        return;

    // Not by their extension alone, nor if they are named as files.
    BOOST_TEST(run({in, "-o", out}).done() == 0);
    result const refused = run({in + "/b.BMP", "-o", out});
    BOOST_TEST(refused.failed() == 1);
    BOOST_TEST(refused.lines().at(0).ends_with("not a JPEG, PNG, WebP, TIFF or OpenEXR image"));
    result const other = run({in + "/b.BMP", "-o", out, "--formats", "gif"});
    BOOST_TEST(other.lines().at(0).ends_with("not a JPEG, PNG, WebP, TIFF or OpenEXR image"));

    file(tree, "in/z.gif", bytes{'G', 'I', 'F', '8', '9', 'a', 1});
    file(tree, "in/ordinary.png", encoded("png", spec(60, 30)));
    expected.push_back("ordinary.png.jpg");
    result const made = run({in, "-o", out, "--formats", list, "--size", "20"});
    BOOST_TEST(made.done() == static_cast<int>(expected.size()));
    BOOST_TEST(made.failed() == 1);
    BOOST_TEST(made.text.find("z.gif: ") != std::string::npos);
    BOOST_TEST(names_below(out) == expected, per_element());
    for (char const* const name : {"b.BMP.jpg", "c.ppm.jpg"}) {
        decoded const picture = decode(contents_of(tree / "out" / name));
        BOOST_TEST(picture.spec.width == 20);
        for (int c = 0; c != 3; ++c)
            BOOST_TEST(std::abs(picture.at(5, 5, c) - gradient(5.5f / 20, 5.5f / 10, c)) < .1f);
    }
}

BOOST_AUTO_TEST_CASE(are_read_out_of_regular_files_alone)
{
    temporary_tree const tree;
    tree.directory("in/d.gif");
    if (!can_isolate(tree) || !write(tree / "in/a.bmp", "bmp"))
        return;
    BOOST_REQUIRE(::mkfifo((tree / "in/pipe.gif").c_str(), 0600) == 0);
    std::vector<std::string> named{(tree / "in/a.bmp").string(), (tree / "in/pipe.gif").string()};
    named.insert(named.end(), {"-o", (tree / "out").string(), "--formats", "bmp,gif", "--format", "png"});
    result const made = run(named);
    BOOST_TEST(made.failed() == 1);
    BOOST_TEST(made.lines().at(0).ends_with("pipe.gif: not a regular file"));
    BOOST_TEST(names_below(tree / "out") == name_list{"a.bmp.png"}, per_element());
    BOOST_TEST(decode(contents_of(tree / "out/a.bmp.png")).spec.width == 64);
}

BOOST_AUTO_TEST_CASE(keep_what_is_transparent_but_not_what_only_fills_pixels_up)
{
    temporary_tree const tree;
    tree.directory("in");
    if (!can_isolate(tree))
        return;
    // Two pixels, one of which is transparent; and one whose fourth byte is 0, as is that of all others.
    bytes gif{'G', 'I', 'F', '8', '9', 'a', 2, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255};
    append(gif, std::string_view("\x21\xF9\x04\x01\0\0\x01\0\x2C\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0A\0\x3B",
                                 24));
    file(tree, "in/a.gif", gif);
    bytes bmp{'B', 'M', 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0,  40,
              0,   0,   0,  1, 0, 0, 0, 1, 0, 0, 0,  1, 0, 32, 0};
    bmp.resize(54);
    bmp.insert(bmp.end(), {200, 100, 50, 0});
    file(tree, "in/b.bmp", bmp);
    std::string const out = (tree / "out").string();
    BOOST_TEST(run({(tree / "in").string(), "-o", out, "--formats", "gif,bmp", "--quality", "100"}).status ==
               0);
    BOOST_TEST(names_below(out) == (name_list{"a.gif.png", "b.bmp.jpg"}), per_element());
    decoded const seen = decode(contents_of(tree / "out/a.gif.png"));
    BOOST_TEST(seen.at(0, 0, 3) == 1);
    BOOST_TEST(seen.at(1, 0, 3) == 0);
    BOOST_TEST(std::abs(decode(contents_of(tree / "out/b.bmp.jpg")).at(0, 0, 2) - 200 / 255.f) < .03f);
}

BOOST_AUTO_TEST_CASE(must_be_known_and_not_of_a_cluster)
{
    temporary_tree const tree;
    std::string const in = tree.root().string(), out = (tree / "out").string();
    result refused = run({in, "-o", out, "--formats", "gif,ico"});
    BOOST_TEST(refused.status == 2);
    BOOST_TEST(refused.text.find("'ico'") != std::string::npos);
    refused = run({in, "-o", out, "--formats", "gif", "--cluster", "nats://localhost"});
    BOOST_TEST(refused.status == 2);
    BOOST_TEST(refused.text.find("--cluster") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(avif_is_written_where_it_can_be)
{
    temporary_tree const tree;
    tree.directory("in");
    file(tree, "in/a.png", encoded("png", spec(60, 30)));
    file(tree, "in/alpha.png", encoded("png", spec(60, 30, 4)));
    file(tree, "in/grey.png", encoded("png", spec(60, 30, 1)));
    std::string const out = (tree / "out").string();
    result const made = run({(tree / "in").string(), "-o", out, "--format", "avif", "--size", "20"});
    if (made.text.find("cannot be encoded") != std::string::npos)
        return; // this OpenImageIO, or its libheif, was built without
    BOOST_TEST(made.status == 0);
    BOOST_TEST(names_below(out) == (name_list{"a.png.avif", "alpha.png.avif", "grey.png.avif"}),
               per_element());
    for (auto const& [name, channels] :
         {std::pair("a.png.avif", 3), std::pair("alpha.png.avif", 4), std::pair("grey.png.avif", 3)}) {
        bytes const contents = contents_of(tree / "out" / name);
        BOOST_TEST(
            (contents.size() > 12 && contains(bytes(contents.begin(), contents.begin() + 12), "ftypavif")));
        auto const input = OIIO::ImageInput::open((tree / "out" / name).string());
        BOOST_REQUIRE(input);
        BOOST_TEST(input->spec().width == 20);
        BOOST_TEST(input->spec().height == 10);
        BOOST_TEST(input->spec().nchannels == channels);
        std::vector<float> samples(20u * 10u * static_cast<unsigned>(channels));
        BOOST_TEST(input->read_image(0, 0, 0, channels, OIIO::TypeDesc::FLOAT, samples.data()));
        if (std::string_view(name) != "a.png.avif")
            continue;
        for (int c = 0; c != 3; ++c)
            BOOST_TEST(std::abs(samples[static_cast<std::size_t>((5 * 20 + 5) * 3 + c)] -
                                gradient(5.5f / 20, 5.5f / 10, c)) < .1f);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_program_formats_tests
