// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/image/error.hpp>

#include <exception>
#include <new>

namespace genpool::image
{

/// What `call()` returns; what it throws becomes an `image_error` of the file, with that nested.
template <class Call>
auto failing_as(boost::filesystem::path const& file, Call call)
{
    try {
        return call();
    } catch (std::bad_alloc const&) {
        std::throw_with_nested(image_error(file, "there is not enough memory"));
    } catch (std::exception const& error) {
        std::throw_with_nested(image_error(file, error.what()));
    }
}

} // namespace genpool::image
