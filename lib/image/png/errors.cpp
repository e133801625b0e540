// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "errors.hpp"

#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

namespace genpool::image
{

void png_errors::escape(png_structp png, char const* message)
{
    auto& errors = *static_cast<png_errors*>(png_get_error_ptr(png));
    std::strncpy(errors.message_.data(), message, errors.message_.size() - 1);
    png_longjmp(png, 1);
}

png_voidp png_errors::allocate(png_structp png, png_alloc_size_t size)
{
    void* const memory = std::malloc(size);
    if (!memory)
        static_cast<png_errors*>(png_get_mem_ptr(png))->is_out_of_memory_ = true;
    return memory;
}

void png_errors::release(png_structp, png_voidp memory) { std::free(memory); }

void png_errors::throw_error() const
{
    if (is_out_of_memory_)
        throw std::bad_alloc();
    throw std::runtime_error("PNG error: " + std::string(message_.data()));
}

} // namespace genpool::image
