// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "process_pool.hpp"
#include <genpool/remote/processes.hpp>

#include <stdexcept>

namespace genpool::remote
{
namespace
{

process_options checked(process_options options)
{
    constexpr std::size_t largest = std::size_t(1) << 30;
    if (options.command.empty() || options.command[0].empty())
        throw std::invalid_argument("genpool::remote: the command of a worker is empty");
    if (options.largest_item > largest || options.largest_result > largest)
        throw std::invalid_argument("genpool::remote: at most 1 GiB may cross");
    if (options.attempts.is_automatic())
        options.attempts = 3;
    return options;
}

} // namespace

processes::processes(boost::asio::any_io_executor executor, process_options options)
    : pool_(detail::process_pool::make(executor, checked(std::move(options))))
{}

processes::~processes() { pool_->close(); }

process_statistics processes::stats() const { return pool_->stats(); }

std::shared_ptr<detail::transport> processes::transport() const { return pool_; }

} // namespace genpool::remote
