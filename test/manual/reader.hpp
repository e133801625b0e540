// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/stream.hpp>

#include "journal.hpp"
#include "support/manual_executor.hpp"

#include <boost/asio/bind_executor.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace genpool::test
{

/// Takes the results of a stream one after the other on a context, then closes it.
class reader
{
public:
    reader(journal& j, manual_context& context, stream<item> results)
        : journal_(&j), executor_(context.get_executor()), results_(std::move(results))
    {
        next();
    }

    reader(reader const&) = delete;
    reader& operator=(reader const&) = delete;

    stream<item>& results() noexcept { return results_; }

    /// May be called while an `async_next` is outstanding.
    void close()
    {
        if (std::exchange(closing_, true))
            return;
        results_.async_close(boost::asio::bind_executor(
            executor_, [this, alive = counted(journal_->alive)](std::exception_ptr, summary s) {
                account_ = std::move(s);
                end();
            }));
    }

private:
    void next()
    {
        results_.async_next(boost::asio::bind_executor(
            executor_,
            [this, alive = counted(journal_->alive)](std::exception_ptr error, std::optional<item> i) {
                if (i) {
                    deliver(*journal_, std::move(*i));
                    next();
                } else {
                    error_ = error;
                    close();
                    end();
                }
            }));
    }

    /// Of the last `async_next` and of the `async_close`, the second.
    void end()
    {
        if (++ends_ == 2)
            complete(*journal_, error_, account_);
    }

    journal* journal_;
    manual_executor executor_;
    stream<item> results_;
    std::exception_ptr error_;
    summary account_;
    int ends_ = 0;
    bool closing_ = false;
};

} // namespace genpool::test
