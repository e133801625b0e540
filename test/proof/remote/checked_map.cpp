// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "checked_map.hpp"

#include <genpool/async_for_each.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace genpool::proof
{
namespace
{

/// After which a map hangs.
constexpr auto longest = std::chrono::minutes(5);

using item_and_result = std::pair<std::size_t, std::uint64_t>;

/// Calls the worker, and logs it.
class logged_call
{
public:
    logged_call(run_log& log, remote_call f, bool has_long_calls)
        : log_(&log), f_(std::move(f)), has_long_calls_(has_long_calls)
    {}

    boost::asio::awaitable<item_and_result> operator()(std::size_t item) const
    {
        bool const is_long = has_long_calls_ && item % 50 == 7;
        return call(log_, f_, item, is_long ? checked_map::long_call : static_cast<int>(item % 5));
    }

private:
    static boost::asio::awaitable<item_and_result> call(run_log* log, remote_call f, std::size_t item, int ms)
    {
        log->add(what::start, item);
        std::exception_ptr error;
        try {
            auto const result = co_await f({value_of(item), ms});
            log->add(what::finish, item);
            co_return std::pair(item, result);
        } catch (...) {
            error = std::current_exception();
        }
        log->add(what::fail, error);
        std::rethrow_exception(error);
    }

    run_log* log_;
    remote_call f_;
    bool has_long_calls_;
};

} // namespace

checked_map::checked_map(boost::asio::thread_pool& pool, remote_call f, std::size_t concurrency,
                         bool has_long_calls)
    : has_long_calls_(has_long_calls)
{
    plan_.items = 0;
    plan_.concurrency = concurrency;
    plan_.window = 2 * concurrency;
    plan_.order = order::completion;
    plan_.source = source_kind::generator;
    plan_.function = function_kind::awaitable;
    plan_.consumer = consumer_kind::callback;
    plan_.racing = true;
    async_for_each(
        pool, items(), logged_call(log_, std::move(f), has_long_calls_),
        [this](item_and_result const& r) {
            log_.add(what::deliver, r.first, r.second);
            log_.add(what::delivered, r.first);
            ++delivered_;
        },
        plan_.options(),
        [this](std::exception_ptr error, summary account) {
            log_.account = std::move(account);
            log_.add(what::complete, error);
            completed_.set_value();
        });
}

generator<std::size_t> checked_map::items()
{
    for (std::size_t item = 0;; ++item) {
        log_.add(what::advance);
        if (ends_)
            break;
        ++plan_.items;
        log_.add(what::pull, item, value_of(item));
        co_yield item;
    }
    log_.add(what::source_end);
}

bool checked_map::is_over() const
{
    return completion_.valid() && completion_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

std::string checked_map::end()
{
    ends_ = true;
    if (!completion_.valid())
        return {};
    if (completion_.wait_for(longest) != std::future_status::ready) {
        std::fprintf(stderr, "a map did not end: %zu of %zu items have a result\n", delivered(), plan_.items);
        std::abort();
    }
    completion_.get();
    checker c;
    auto const& broken = c.check(plan_, log_);
    if (broken.empty())
        return {};
    return std::string(broken.front().id) + ": " + broken.front().promise + ", item " +
           std::to_string(broken.front().at < log_.events().size() ? log_.events()[broken.front().at].item
                                                                   : plan_.items);
}

} // namespace genpool::proof
