// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <exception>

namespace genpool::detail
{

/// One thing that this thread submits to an executor. A submission that throws destroys the task that it was
/// given; the task can tell by `refused` that it has not been lost with its context, and is submitted again.
class post_attempt
{
public:
    explicit post_attempt(void const* what) noexcept;
    ~post_attempt();
    post_attempt(post_attempt const&) = delete;
    post_attempt& operator=(post_attempt const&) = delete;

    /// Whether `what` is being destroyed inside its own submission; to be asked by its destructor.
    static bool refused(void const* what) noexcept;

    /// Calls `submit` up to three times, since a failed allocation may be a passing one. False: it has not
    /// been submitted, with the last exception if there was one. `submit` returns false to give up at once.
    template <class Submit>
    bool attempt(Submit submit, std::exception_ptr& error) noexcept
    {
        for (int i = 0; i != 3; ++i) {
            begin();
            error = nullptr;
            try {
                if (!submit())
                    return false;
            } catch (...) {
                error = std::current_exception();
            }
            if (!error && !was_refused())
                return true;
        }
        return false;
    }

private:
    void begin() noexcept;
    bool was_refused() const noexcept;

    void const* outer_;
    bool outer_refused_;
};

} // namespace genpool::detail
