// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace genpool::detail
{

/// What can neither be used nor destroyed any more. It is kept for the rest of the process, where those who
/// look for leaks can find it.
class intentional_leak
{
public:
    intentional_leak() = default;
    intentional_leak(intentional_leak const&) = delete;
    intentional_leak& operator=(intentional_leak const&) = delete;

protected:
    ~intentional_leak() = default;

    void leak() noexcept;

private:
    intentional_leak* next_ = nullptr;
};

} // namespace genpool::detail
