// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "read_file.hpp"

#include "../../uninterrupted.hpp"
#include "populate.hpp"
#include "regular_file.hpp"

#include <stdexcept>
#include <string>
#include <unistd.h>

namespace genpool::image
{

using detail::uninterrupted;

void check_file_size(std::uint64_t size, std::uint64_t most)
{
    if (size > most)
        throw std::runtime_error(std::to_string(size) + " bytes are over the limit of " +
                                 std::to_string(most));
}

std::vector<unsigned char> read_regular_file(boost::filesystem::path const& file, std::uint64_t most)
{
    regular_file const input(file);
    std::uint64_t const size = input.size();
    check_file_size(size, most);
    std::vector<unsigned char> bytes;
    bytes.reserve(static_cast<std::size_t>(size));
    populate(bytes.data(), bytes.capacity());
    bytes.resize(static_cast<std::size_t>(size));
    for (std::size_t done = 0; done != bytes.size();) {
        ssize_t const count =
            uninterrupted([&] { return ::read(input.get(), bytes.data() + done, bytes.size() - done); });
        if (count < 0)
            throw_errno("cannot be read");
        if (count == 0)
            throw std::runtime_error("became shorter while it was read");
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

} // namespace genpool::image
