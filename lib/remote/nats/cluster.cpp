// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "job.hpp"
#include <genpool/remote/cluster.hpp>

#include <stdexcept>

namespace genpool::remote
{
namespace
{

cluster_options checked(cluster_options options)
{
    constexpr char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    if (options.name.empty() || options.name.find_first_not_of(letters) != std::string::npos)
        throw std::invalid_argument(
            "genpool::remote: the name of a cluster is of letters, digits, - and _, not '" + options.name +
            "'");
    if (options.replicas < 1 || options.replicas > 5)
        throw std::invalid_argument("genpool::remote: items are kept on 1 to 5 servers");
    if (options.lease < std::chrono::milliseconds(500))
        throw std::invalid_argument(
            "genpool::remote: a lease is at least 500 ms, since workers need time to say that "
            "they go on");
    if (options.attempts.is_automatic())
        options.attempts = 3;
    return options;
}

} // namespace

cluster::cluster(boost::asio::any_io_executor executor, cluster_options options)
    : job_(detail::cluster_job::make(executor, checked(std::move(options))))
{}

cluster::~cluster() { job_->close(); }

cluster_statistics cluster::stats() const { return job_->stats(); }

std::shared_ptr<detail::transport> cluster::transport() const { return job_; }

} // namespace genpool::remote
