// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "connection.hpp"
#include "messages.hpp"
#include <genpool/detail/asio/shutdown.hpp>
#include <genpool/remote/cluster.hpp>
#include <genpool/remote/detail/transport.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace genpool::remote::detail
{

/// The calls that one program has done by a cluster. It keeps those that have no result, and is what they are told from:
/// what the servers forget is given to them again. One thread talks to the servers, another takes what they say; calls end
/// without the lock, never inside.
class cluster_job final : public transport,
                          public genpool::detail::shutdown_hook,
                          public std::enable_shared_from_this<cluster_job>
{
public:
    static std::shared_ptr<cluster_job> make(boost::asio::any_io_executor const& executor,
                                             cluster_options options);

    cluster_job(boost::asio::any_io_executor const& executor, cluster_options&& options);

    void start(std::shared_ptr<call> c) override;
    void cancel(std::shared_ptr<call> const& c) noexcept override;
    std::size_t largest_item() const noexcept override { return options_.largest_item; }
    boost::asio::execution_context* context() const noexcept override { return context_; }

    cluster_statistics stats() const;

    /// Ends all calls, and what there is of them elsewhere.
    void close() noexcept { close(false); }
    void context_gone() noexcept override { close(true); }

private:
    using clock = std::chrono::steady_clock;

    struct outstanding
    {
        std::shared_ptr<call> waits;
        clock::time_point published{}; ///< last; the epoch: it is to be
        bool stored = false;           ///< the work queue has said that it has it
        unsigned lost = 0;             ///< how often it has left the work queue without a result
    };

    void close(bool context_is_gone) noexcept;

    // The thread that talks:
    void talk() noexcept;
    void serve(nats_connection& c);
    void set_up(nats_connection& c);
    void tear_down(nats_connection& c);
    void publish_new(nats_connection& c);
    void publish_cancelled(nats_connection& c);
    void announce(nats_connection& c);
    void look_for_workers(nats_connection& c);
    void publish_all_again();
    void publish_again_what_was_not_stored();
    void publish_again_what_was_lost(clock::time_point looked);
    void fail_if_out_of_patience() noexcept;
    bool wait(clock::duration longest);

    // The thread that takes what is said:
    void listen(nats_connection& c, nats_inbox& inbox) noexcept;
    void heard(nats_connection& c, nats_message const& m);
    void stored(nats_message const& m);
    void result(result_message const& m);
    void publish_again(std::uint64_t number, outstanding& each);

    void end(std::shared_ptr<call> const& c, std::exception_ptr error, std::string value) noexcept;

    cluster_options const options_;
    std::string const job_ = nats_connection::unique_name();
    job_names const names_;
    boost::asio::execution_context* const context_;
    genpool::detail::shutdown_registration registration_;

    std::mutex mutable mutex_;
    std::condition_variable changed_;
    std::unordered_map<std::uint64_t, outstanding> calls_;
    std::unordered_map<call const*, std::uint64_t> numbers_of_;
    std::vector<std::uint64_t> to_publish_;
    std::vector<std::uint64_t> to_cancel_;
    cluster_statistics stats_;
    std::uint64_t numbers_ = 0;
    std::size_t ending_ = 0; ///< calls that are being ended now
    clock::time_point
        waiting_since_;   ///< since there are calls, or since somebody was last seen to work on them
    std::string trouble_; ///< the last that there was
    bool queue_may_hold_cancelled_ = false;
    bool must_set_up_again_ = false;
    bool closed_ = false;
    std::thread talker_;
};

} // namespace genpool::remote::detail
