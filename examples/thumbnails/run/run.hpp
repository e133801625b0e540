// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/async_for_each.hpp>
#include <genpool/attempt.hpp>
#include <genpool/budget.hpp>
#include <genpool/filter.hpp>
#include <genpool/transform.hpp>

#include "../input/decoded_size.hpp"
#include "../input/inputs.hpp"
#include "../job/job.hpp"
#include "../output/names.hpp"
#include "../reporting/console.hpp"
#include "../reporting/telling.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace thumbnails
{

/// One run of the program: what is done on its main thread while the images are worked on elsewhere.
class run
{
public:
    /// `given` must outlive it.
    explicit run(command_line const& given);

    boost::asio::io_context& here() { return here_; }

    /// Maps `function`, which gives the outcome of a task, over all images, and tells of each. Throws what has ended that
    /// early.
    template <class Pool, class Function>
    void map(Pool& pool, Function function, genpool::options const& options)
    {
        namespace asio = boost::asio;
        auto const tell_problem = [this](boost::filesystem::path const& path, std::string const& problem) {
            asio::post(here_, [this, path, problem] { tell(path, problem, nullptr); });
        };
        auto const on_outcome = [this](genpool::attempted<genpool::charged<task>, outcome> one) {
            boost::filesystem::path const& image = one.input()->from.image;
            if (one.error())
                tell(image, reason_of(one.error(), image), nullptr);
            else
                tell(image, {}, &one.value());
        };
        auto const on_end = [this](std::exception_ptr error, genpool::summary const&) { end(error); };
        input_options const& input_of = given_->input;
        auto const is_in_shard = [&input_of](input const& one) {
            return input_of.shards == 1 ||
                   number_of(one.is_named ? one.image.native() : one.relative.native()) % input_of.shards ==
                       input_of.shard - 1;
        };
        auto const weigh = [is_bounded = !given_->working.memory.is_unlimited()](task const& one) {
            return is_bounded ? decoded_size(one.from.image) : 0;
        };
        genpool::async_for_each(
            pool,
            inputs(*given_, tell_problem) | genpool::filter(is_in_shard) |
                genpool::transform(task_maker(*given_)) |
                genpool::charge(genpool::budget(given_->working.memory), weigh),
            genpool::attempt(std::move(function)), asio::bind_executor(here_, on_outcome), options,
            asio::bind_cancellation_slot(stop_.slot(), asio::bind_executor(here_, on_end)));
        here_.run();
    }

    /// Tells how it was; the exit status.
    int finish();

private:
    void tell(boost::filesystem::path const& image, std::string const& problem, outcome const* made);
    void end(std::exception_ptr error);
    void stop_early();
    void interrupt(int signal);
    void tell_of_nothing();

    command_line const* given_;
    boost::asio::io_context here_; ///< what runs on the main thread
    boost::asio::cancellation_signal stop_;
    boost::asio::signal_set signals_;
    console console_;
    std::vector<std::unique_ptr<teller>> tellers_;
    totals totals_;
    std::exception_ptr failure_;
    bool is_stopped_ = false; ///< by an interrupt, or after too many failures
    int signal_ = 0;          ///< that has interrupted it
};

} // namespace thumbnails
