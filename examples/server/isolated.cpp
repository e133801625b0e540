// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../thumbnails/run/isolated.hpp"

#include "../thumbnails/run/workers.hpp"
#include "maker.hpp"
#include "upload.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <exception>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace asio = boost::asio;
namespace remote = genpool::remote;

namespace server
{
namespace
{

using make_function = remote::remote_function<picture(upload)>;

remote::process_options options_for(settings const& given)
{
    auto options = thumbnails::worker_options(given.jobs, given.time);
    options.largest_item = std::size_t(1) << 30; // the most that can cross: as large as files may be
    options.largest_result = std::size_t(256) << 20;
    return options;
}

/// A call of a worker, which a thread waits for.
struct waited_call
{
    asio::cancellation_signal cancel;
    std::promise<picture> result;
};

/// Workers and the thread that talks with them.
class workers_elsewhere
{
public:
    explicit workers_elsewhere(settings const& given)
        : processes_(thread_.pool(), options_for(given)),
          function_(processes_.function<picture(upload)>(make_picture_name))
    {}

    picture make(upload wanted, std::stop_token const& stop)
    {
        auto const call = std::make_shared<waited_call>();
        auto result = call->result.get_future();
        asio::post(thread_.pool(), [this, call, wanted = std::move(wanted)]() mutable {
            auto on_end = [call](std::exception_ptr error, picture made) {
                if (error)
                    call->result.set_exception(error);
                else
                    call->result.set_value(std::move(made));
            };
            asio::co_spawn(thread_.pool(), function_(std::move(wanted)),
                           asio::bind_cancellation_slot(call->cancel.slot(), std::move(on_end)));
        });
        std::stop_callback const on_stop(stop, [this, call] {
            asio::post(thread_.pool(), [call] { call->cancel.emit(asio::cancellation_type::terminal); });
        });
        return result.get();
    }

private:
    thumbnails::workers thread_{1};
    remote::processes processes_;
    make_function function_;
};

picture made_by(workers_elsewhere& all, upload wanted, std::stop_token const& stop)
{
    try {
        return all.make(std::move(wanted), stop);
    } catch (remote::remote_error const& error) {
        throw std::runtime_error(error.text());
    } catch (remote::worker_lost const& lost) {
        throw std::runtime_error(thumbnails::reason_of(lost));
    } catch (remote::too_large const&) {
        throw;
    } catch (remote::call_timed_out const&) {
        throw unavailable("it takes too long");
    } catch (std::exception const& error) { // the call was stopped, or there are no workers
        throw unavailable(error.what());
    }
}

} // namespace

maker make_isolated(settings const& given)
{
    return [all = std::make_shared<workers_elsewhere>(given)](
               std::vector<unsigned char> bytes, genpool::image::thumbnail_options const& options,
               std::stop_token const& stop) {
        picture made = made_by(*all, {std::move(bytes), options.size.width, options.source.pixels}, stop);
        return genpool::image::thumbnail{std::move(made.bytes), made.format, made.width, made.height};
    };
}

} // namespace server
