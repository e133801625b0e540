// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// What there is of clusters where genpool was built without libnats.
#include "../worker/worker.hpp"
#include <genpool/remote/cluster.hpp>

#include <stdexcept>

namespace genpool::remote
{
namespace detail
{
namespace
{

[[noreturn]] void refuse()
{
    throw std::invalid_argument(
        "genpool::remote: there are no clusters here: this genpool was built without libnats");
}

} // namespace

class cluster_job : public transport
{};

int serve_cluster(functions const&, cluster_membership const&) { refuse(); }

} // namespace detail

cluster::cluster(boost::asio::any_io_executor, cluster_options) { detail::refuse(); }

cluster::~cluster() = default;

cluster_statistics cluster::stats() const { return {}; }

std::shared_ptr<detail::transport> cluster::transport() const { return job_; }

} // namespace genpool::remote
