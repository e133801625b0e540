// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// The worker of genpool-thumbnails --isolate, which starts it, and of --cluster, for which it is started on each machine:
//
//     genpool-worker --cluster=nats://server:4222 --name=genpool-thumbnails
//
// Files must have the same names there as where genpool-thumbnails runs.

#include "thumbnails/request.hpp"
#include <genpool/image/configure.hpp>
#include <genpool/remote/functions.hpp>
#include <genpool/remote/serve.hpp>

int main(int argc, char* argv[])
{
    genpool::image::configure();
    genpool::remote::functions all;
    all.add("make_thumbnails",
            [](thumbnails::request wanted) -> thumbnails::result { return thumbnails::make(wanted); });
    return genpool::remote::serve(all, argc, argv);
}
