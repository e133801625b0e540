// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "run.hpp"

#include "../output/abandoned.hpp"
#include "../text/printable.hpp"

#include <csignal>

namespace fs = boost::filesystem;

namespace thumbnails
{
run::run(command_line const& given)
    : given_(&given), signals_(here_, SIGINT, SIGTERM), console_(given, here_), tellers_(tellers(given))
{
    if (!given.dry_run && !given.output.root().empty())
        remove_abandoned(given.output.root(), given.input.recursive);
    signals_.async_wait([this](boost::system::error_code error, int signal) {
        if (!error)
            interrupt(signal);
    });
}

void run::interrupt(int signal)
{
    signals_.clear(); // from now on they do what they do to every program
    signal_ = signal;
    console_.say(signal == SIGINT ? "Finishing what was begun. Ctrl-C again stops at once."
                                  : "Finishing what was begun. SIGTERM again stops at once.");
    stop_early();
}

void run::stop_early()
{
    is_stopped_ = true;
    stop_.emit(boost::asio::cancellation_type::partial);
}

void run::tell(fs::path const& image, std::string const& problem, outcome const* made)
{
    ++(!made ? totals_.failed : made->how == status::up_to_date ? totals_.up_to_date : totals_.done);
    told const one{image, problem, made};
    console_.tell(one, totals_);
    for (auto const& each : tellers_)
        each->tell(one, totals_);
    if (!made && totals_.failed == given_->working.max_errors && !is_stopped_) {
        console_.say("Stopping after " + std::to_string(totals_.failed) +
                     (totals_.failed == 1 ? " failure." : " failures."));
        stop_early();
    }
}

void run::end(std::exception_ptr error)
{
    failure_ = error;
    signals_.cancel();
    if (totals_.all() == 0 && !is_stopped_)
        tell_of_nothing();
    console_.end(totals_);
}

void run::tell_of_nothing()
{
    std::string where;
    for (fs::path const& named : given_->input.named)
        where += (where.empty() ? " in " : ", ") + named.string();
    console_.say(printable("no images" + where) +
                 (given_->input.recursive ? "" : " (--recursive looks into its directories too)"));
}

int run::finish()
{
    if (failure_ && !is_stopped_)
        std::rethrow_exception(failure_);
    bool const is_nothing = totals_.all() == 0 && !is_stopped_;
    for (auto const& each : tellers_)
        each->end(totals_);
    return signal_ != 0 ? 128 + signal_ : totals_.failed != 0 || (is_nothing && given_->strict) ? 1 : 0;
}

} // namespace thumbnails
