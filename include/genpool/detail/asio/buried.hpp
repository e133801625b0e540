// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace genpool::detail
{

/// What can neither be used nor destroyed any more. It is kept for the rest of the process, where those who
/// look for leaks can find it.
class buried
{
public:
    buried() = default;
    buried(buried const&) = delete;
    buried& operator=(buried const&) = delete;

protected:
    ~buried() = default;

    void bury() noexcept;

private:
    buried* next_ = nullptr;
};

} // namespace genpool::detail
