// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "job.hpp"

#include <genpool/within.hpp>

#include <genpool/image/error.hpp>

#include <new>
#include <string_view>

namespace thumbnails
{

std::optional<outcome> job::before(task const& one) const
{
    if (auto there = prepare_(one))
        return outcome{status::up_to_date, *std::move(there)};
    if (!given_->dry_run)
        return std::nullopt;
    outcome planned{status::planned, {}};
    for (target const& where : one.wanted.targets)
        planned.made.files.push_back({where.directory + '/' + where.name, 0, 0, 0});
    return planned;
}

outcome job::operator()(task const& one) const
{
    if (auto known = before(one))
        return *std::move(known);
    if (!given_->working.timeout)
        return {status::made, make(one.wanted)};
    auto in_time = genpool::within(*given_->working.timeout, make);
    return {status::made, in_time(one.wanted)};
}

std::string reason_of(std::exception_ptr const& error, boost::filesystem::path const& image)
{
    try {
        std::rethrow_exception(error);
    } catch (genpool::image::image_error const& wrong) {
        return wrong.file() == image ? wrong.reason() : wrong.what();
    } catch (genpool::call_timed_out const&) {
        return "takes longer than --timeout";
    } catch (std::bad_alloc const&) {
        return "there is not enough memory";
    } catch (std::exception const& wrong) {
        return wrong.what();
    }
}

} // namespace thumbnails
