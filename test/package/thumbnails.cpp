// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// A program that calls OpenImageIO only through genpool: it is loaded, and configured, by the first file that needs it,
// here from many threads at once. The files are arguments, which the program consumer_image has made.
#include <genpool/image/configure.hpp>
#include <genpool/image/thumbnail.hpp>

#include <future>
#include <vector>

int main(int count, char* arguments[])
{
    genpool::image::configure();
    std::vector<std::future<int>> widths;
    for (int n = 0; n != 4; ++n) {
        for (int file = 1; file < count; ++file)
            widths.push_back(std::async(std::launch::async, [name = arguments[file]] {
                return genpool::image::make_thumbnail(name).width;
            }));
    }
    int result = 0;
    for (auto& width : widths)
        result += width.get() != 256;
    return result;
}
