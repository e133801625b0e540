// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// What genpool is for, in one loop: makes a thumbnail of each image in a directory, on all processors.
//
//     process-images photos thumbnails
//
// It is the C++ for these lines of Python, where the directory would be read to its end before the loop
// begins, and every thumbnail kept in memory until the loop comes to it:
//
//     with ThreadPoolExecutor() as pool:
//         for thumbnail in pool.map(process_image, image_generator("photos")):
//             thumbnail.save()

#include <genpool/blocking.hpp>
#include <genpool/generator.hpp>
#include <genpool/map_stream.hpp>

#include <genpool/image/configure.hpp>
#include <genpool/image/thumbnail.hpp>
#include <genpool/image/write_file.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>

#include <iostream>
#include <utility>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

genpool::generator<fs::path> image_generator(fs::path directory)
{
    for (fs::directory_entry const& entry : fs::directory_iterator(directory))
        if (entry.path().extension() == ".jpg" || entry.path().extension() == ".png")
            co_yield entry.path();
}

std::pair<fs::path, genpool::image::thumbnail> process_image(fs::path const& image)
{
    return {image.filename(), genpool::image::make_thumbnail(image)};
}

int main(int argc, char* argv[])
{
    if (argc != 3) {
        std::cerr << "usage: process-images DIRECTORY OUTPUT\n";
        return 2;
    }
    fs::path const output = argv[2];
    fs::create_directories(output);

    genpool::image::configure();
    asio::thread_pool pool;
    for (auto& [name, thumbnail] :
         genpool::blocking(genpool::map_stream(pool, image_generator(argv[1]), process_image))) {
        name += genpool::image::extension(thumbnail.format); // keeps a.jpg and a.png apart
        genpool::image::write_file_atomically(output / name, thumbnail.bytes);
    }
}
