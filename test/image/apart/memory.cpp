// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What is told when there is too little memory to load OpenImageIO.
#include "support/files/temporary_tree.hpp"
#include <genpool/image/thumbnail.hpp>

#include <boost/filesystem/fstream.hpp>
#include <boost/test/unit_test.hpp>

#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

namespace image_apart_memory_tests
{

using genpool::test::temporary_tree;

namespace
{

/// Lets this process have no more than a little more memory than it has, while it lives.
class little_memory
{
public:
    little_memory()
    {
        BOOST_REQUIRE(::getrlimit(RLIMIT_AS, &before_) == 0);
        std::size_t pages = 0;
        boost::filesystem::ifstream("/proc/self/statm") >> pages;
        rlimit const tight{pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) + (4u << 20),
                           before_.rlim_max};
        BOOST_REQUIRE(::setrlimit(RLIMIT_AS, &tight) == 0);
    }
    ~little_memory() { ::setrlimit(RLIMIT_AS, &before_); }

    little_memory(little_memory const&) = delete;
    little_memory& operator=(little_memory const&) = delete;

private:
    rlimit before_{};
};

std::string reason_of(boost::filesystem::path const& path)
{
    try {
        genpool::image::make_thumbnail(path);
    } catch (genpool::image::image_error const& error) {
        return error.reason();
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(image_memory)

BOOST_AUTO_TEST_CASE(that_is_too_little_is_no_missing_library)
{
    temporary_tree const tree;
    auto const path = tree / "a.exr";
    // A header alone, of an image that only OpenImageIO reads.
    constexpr std::string_view header(
        "\x76\x2F\x31\1\2\0\0\0dataWindow\0box2i\0\x10\0\0\0\0\0\0\0\0\0\0\0\3\0\0\0\3\0\0\0\0", 46);
    boost::filesystem::ofstream(path, std::ios::binary) << header;
    {
        little_memory const now;
        BOOST_TEST(reason_of(path) == "there is not enough memory");
    }
    std::string const reason = reason_of(path); // of the file, now that there is memory
    BOOST_TEST(!reason.empty());
    BOOST_TEST(reason.find("memory") == std::string::npos, reason);
    BOOST_TEST(reason.find("load") == std::string::npos, reason);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace image_apart_memory_tests
