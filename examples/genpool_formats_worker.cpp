// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// The worker of genpool-thumbnails --formats, which starts it. It is a program of its own, since it is linked with
// OpenImageIO, with which come hundreds of libraries: genpool-worker starts without them, and loads them if it must.

#include "thumbnails/input/foreign.hpp"
#include "thumbnails/job/request.hpp"
#include <genpool/image/configure.hpp>
#include <genpool/remote/functions.hpp>
#include <genpool/remote/serve.hpp>

#include <chrono>

namespace
{

thumbnails::result make_any(thumbnails::request const& wanted)
{
    auto const start = std::chrono::steady_clock::now();
    auto const read = thumbnails::translate(wanted.image, wanted.how.formats, {});
    if (!read)
        return thumbnails::make(wanted);
    return thumbnails::make_of({read->format, read->bytes, std::chrono::steady_clock::now() - start}, wanted);
}

} // namespace

int main(int argc, char* argv[])
{
    genpool::image::configure();
    genpool::remote::functions all;
    all.add("make_thumbnails",
            [](thumbnails::request wanted) -> thumbnails::result { return make_any(wanted); });
    return genpool::remote::serve(all, argc, argv);
}
