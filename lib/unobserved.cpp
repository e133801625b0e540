// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/unobserved.hpp>

#include <genpool/detail/engine/map_runtime.hpp>

#include <memory>
#include <mutex>
#include <utility>

namespace genpool
{
namespace
{

/// Not destroyed: a stream may be dropped while the process ends.
union hook
{
    constexpr hook() : handler() {}
    ~hook() {}

    std::shared_ptr<unobserved_error_handler const> handler;
};

std::mutex hook_mutex;
constinit hook unobserved;

} // namespace

unobserved_error_handler set_unobserved_error_handler(unobserved_error_handler handler)
{
    auto next = handler ? std::make_shared<unobserved_error_handler const>(std::move(handler)) : nullptr;
    {
        std::lock_guard lock(hook_mutex);
        unobserved.handler.swap(next);
    }
    return next ? *next : nullptr;
}

void detail::report_unobserved(map_runtime& core) noexcept
{
    std::shared_ptr<unobserved_error_handler const> handler;
    {
        std::lock_guard lock(hook_mutex);
        handler = unobserved.handler;
    }
    if (!handler || core.ending().report().made())
        return;
    auto error = core.ending().error_of(end_reason::failed);
    if (!error)
        error = core.ending().error_of(end_reason::source_failed);
    if (!error)
        return;
    core.ending().report().by_closing();
    try {
        (*handler)(std::move(error));
    } catch (...) {
    }
}

} // namespace genpool
