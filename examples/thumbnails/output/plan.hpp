// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../command_line/command_line.hpp"
#include "border.hpp"

#include <cstdint>
#include <optional>
#include <unordered_set>

namespace thumbnails
{

/// What is to be done with an image.
struct task
{
    input from;
    request wanted;
    std::string problem; ///< why nothing can be; empty: it can
};

/// Numbers the tasks of one run and sees to it that no two write the same thumbnail: the function that inputs are put
/// through, one after another.
class task_maker
{
public:
    /// `given` must outlive it.
    explicit task_maker(command_line const& given);

    task operator()(input&& from);

private:
    command_line const* given_;
    bool may_collide_;
    std::unordered_set<std::uint64_t> taken_; ///< numbers of the names of thumbnails: 8 bytes for each
};

/// What is there of a task that need not be done any more. Else nothing, and this makes sure that it can be: it makes the
/// directories, unless `given` is of a dry run. Throws why it cannot.
///
/// Thread safety: safe.
class preparation
{
public:
    /// `given` must outlive it.
    explicit preparation(command_line const& given);

    std::optional<result> operator()(task const& one) const;

private:
    std::optional<result> what_is_there(task const& one) const;
    void check_directory(task const& one, target const& where) const;

    command_line const* given_;
    border sides_;
};

} // namespace thumbnails
