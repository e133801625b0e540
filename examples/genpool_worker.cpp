// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// The worker of genpool-thumbnails and genpool-server --isolate, which start it, and of genpool-thumbnails --cluster, for
// which it is started on each machine:
//
//     genpool-worker --cluster=nats://server:4222 --name=genpool-thumbnails
//
// Files must have the same names there as where genpool-thumbnails runs.

#include "server/upload.hpp"
#include "thumbnails/job/request.hpp"
#include "thumbnails/run/keep_memory.hpp"
#include <genpool/image/configure.hpp>
#include <genpool/remote/functions.hpp>
#include <genpool/remote/serve.hpp>

#include <span>
#include <utility>

int main(int argc, char* argv[])
{
    genpool::image::configure();
    thumbnails::keep_memory();
    genpool::remote::functions all;
    all.add("make_thumbnails",
            [](thumbnails::request wanted) -> thumbnails::result { return thumbnails::make(wanted); });
    all.add(server::make_picture_name, [](server::upload wanted) -> server::picture {
        genpool::image::thumbnail_options options;
        options.size = wanted.size;
        options.source.pixels = wanted.pixels;
        auto made = genpool::image::make_thumbnail(std::span<unsigned char const>(wanted.bytes), options);
        return {std::move(made.bytes), made.format, made.width, made.height};
    });
    return genpool::remote::serve(all, argc, argv);
}
