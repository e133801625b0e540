// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/remote/error.hpp>

#include <utility>

namespace genpool::remote
{
namespace
{

std::string describe(worker_end const& end, unsigned attempts)
{
    std::string text = "genpool::remote: the worker ";
    if (end.out_of_memory)
        text += "ran out of the memory that it may have";
    else if (end.signal != 0)
        text += "was killed by signal " + std::to_string(end.signal);
    else if (end.status >= 0)
        text += "exited with status " + std::to_string(end.status);
    else
        text += "died";
    if (attempts > 1)
        text += ", at the last of " + std::to_string(attempts) + " attempts";
    return text;
}

} // namespace

remote_error::remote_error(std::string type, std::string text)
    : std::runtime_error(text.empty() ? type : type + ": " + text),
      details_(std::make_shared<details const>(details{std::move(type), std::move(text)}))
{}

worker_lost::worker_lost(worker_end end, unsigned attempts)
    : std::runtime_error(describe(end, attempts)), end_(end), attempts_(attempts)
{}

worker_lost::worker_lost(unsigned attempts) : worker_lost(worker_end(), attempts) {}

too_large::too_large(char const* what, std::size_t size, std::size_t limit)
    : std::runtime_error(std::string("genpool::remote: ") + what + " of " + std::to_string(size) +
                         " bytes is larger than the limit of " + std::to_string(limit)),
      size_(size), limit_(limit)
{}

no_workers::no_workers(std::string const& why) : std::runtime_error("genpool::remote: no workers: " + why) {}

incompatible::incompatible(std::string const& how)
    : std::runtime_error("genpool::remote: the worker and this program do not fit together: " + how)
{}

} // namespace genpool::remote
