// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// outcomes DIRECTORY: prints of each file there, in the order of their names, the checksum of its thumbnail, or why
// there is none.
#include <genpool/image/configure.hpp>
#include <genpool/image/thumbnail.hpp>

#include <boost/crc.hpp>
#include <boost/filesystem/directory.hpp>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <vector>

namespace fs = boost::filesystem;
namespace image = genpool::image;

int main(int argc, char* argv[])
{
    if (argc != 2) {
        std::cerr << "Usage: outcomes DIRECTORY\n";
        return 2;
    }
    image::configure();
    std::vector<fs::path> files;
    for (fs::directory_entry const& entry : fs::directory_iterator(argv[1]))
        files.push_back(entry.path());
    std::ranges::sort(files);
    for (fs::path const& path : files) {
        std::cout << path.filename().string() << ": ";
        try {
            image::thumbnail const made = image::make_thumbnail(path, {.size = 50});
            boost::crc_32_type sum;
            sum.process_bytes(made.bytes.data(), made.bytes.size());
            std::cout << made.width << " x " << made.height << ", " << std::hex << sum.checksum() << std::dec;
        } catch (image::image_error const& error) {
            std::cout << error.reason();
        }
        std::cout << '\n';
    }
}
