// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../protocol/frame.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace genpool::remote::detail
{

/// A worker's side of the socket to its program. It is used by the thread that calls functions, or, while that does so,
/// by the one that watches. It throws `boost::system::system_error`.
class worker_socket
{
public:
    explicit worker_socket(int descriptor) : descriptor_(descriptor) {}

    void set_largest_item(std::size_t n) noexcept { largest_ = n + frame_overhead; }

    /// The next frame, which stays there until the next call of this; nothing at the end, or, unless `wait`, while there
    /// is none.
    std::optional<frame> next(bool wait);

    /// All of it.
    void send(std::string_view bytes);

    int descriptor() const noexcept { return descriptor_; }

private:
    bool receive(std::size_t space, bool wait);

    int const descriptor_;
    std::size_t largest_ = frame_overhead;
    std::string in_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace genpool::remote::detail
