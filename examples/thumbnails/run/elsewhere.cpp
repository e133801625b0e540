// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "elsewhere.hpp"

#include "isolated.hpp"
#include "workers.hpp"
#include <genpool/remote/cluster.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/filesystem/operations.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace asio = boost::asio;
namespace fs = boost::filesystem;
namespace remote = genpool::remote;

namespace thumbnails
{
namespace
{

using make_function = remote::remote_function<result(request)>;

/// As the worker finds it, wherever it was started.
request absolute(request wanted)
{
    wanted.image = fs::absolute(wanted.image).string();
    for (target& where : wanted.targets)
        where.directory = fs::absolute(where.directory).string();
    return wanted;
}

/// Like `job`, but for where the work is done.
class remote_job
{
public:
    remote_job(command_line const& given, make_function function) : local_(given), make_(std::move(function))
    {}

    asio::awaitable<outcome> operator()(task const& one) { return call(local_, make_, one); }

private:
    static asio::awaitable<outcome> call(job const& local, make_function& function, task const& one)
    {
        if (auto known = local.before(one))
            co_return *std::move(known);
        request wanted = absolute(one.wanted);
        std::string const prefix = wanted.image + ": ";
        try {
            outcome done; // with a name, since GCC 12 destroys a temporary aggregate twice
            done.made = co_await function(std::move(wanted));
            co_return done;
        } catch (remote::remote_error const& error) {
            std::string_view text = error.text();
            text.remove_prefix(text.starts_with(prefix) ? prefix.size() : 0);
            throw std::runtime_error(std::string(text));
        } catch (remote::worker_lost const& lost) {
            throw std::runtime_error(reason_of(lost));
        }
    }

    job local_;
    make_function make_;
};

/// Calls wait elsewhere, so that there is little to do here.
constexpr std::size_t own_threads = 2;

void map(run& all, command_line const& given, workers& threads, make_function function)
{
    all.map(threads.pool(), remote_job(given, std::move(function)),
            {.concurrency = given.working.jobs, .window = given.working.window});
}

} // namespace

void map_in_processes(run& all, command_line const& given)
{
    char const* const program = given.how.formats.empty() ? "genpool-worker" : "genpool-formats-worker";
    workers threads(own_threads);
    remote::processes processes(threads.pool(),
                                worker_options(given.working.jobs, given.working.timeout, program));
    map(all, given, threads, processes.function<result(request)>("make_thumbnails"));
}

void map_in_cluster(run& all, command_line const& given)
{
    workers threads(own_threads);
    remote::cluster cluster(threads.pool(), {.url = given.working.cluster, .name = "genpool-thumbnails"});
    map(all, given, threads, cluster.function<result(request)>("make_thumbnails"));
}

} // namespace thumbnails
