// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <pthread.h>
#include <stdexcept>

namespace genpool::test
{

/// Calls `f`, which must not throw, on a thread with a stack of 256 kB.
template <class F>
void on_small_stack(F f)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 * 1024);
    auto const call = [](void* argument) -> void* {
        (*static_cast<F*>(argument))();
        return nullptr;
    };
    pthread_t thread{};
    bool const created = pthread_create(&thread, &attributes, call, &f) == 0;
    pthread_attr_destroy(&attributes);
    if (!created)
        throw std::runtime_error("no thread");
    pthread_join(thread, nullptr);
}

} // namespace genpool::test
