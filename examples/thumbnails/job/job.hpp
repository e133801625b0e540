// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../output/plan.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>

namespace thumbnails
{

enum class status : unsigned char
{
    made,
    up_to_date,
    planned ///< in a dry run
};

/// How it went with one image that did not fail.
struct outcome
{
    status how = status::made;
    result made; ///< of a dry run the files without their extensions
};

/// Makes the thumbnails of one image and writes them: the function that is mapped. It may run on many threads at once.
class job
{
public:
    /// `given` must outlive the job.
    explicit job(command_line const& given) : given_(&given), prepare_(given) {}

    outcome operator()(task const& one) const;

    /// What there is to say without making anything; nothing when something is to be made.
    std::optional<outcome> before(task const& one) const;

private:
    command_line const* given_;
    preparation prepare_;
};

/// What is wrong with the image, without its name.
std::string reason_of(std::exception_ptr const& error, boost::filesystem::path const& image);

} // namespace thumbnails
