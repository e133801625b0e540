// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/describe/class.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace genpool::test
{

struct own_error : std::runtime_error
{
    using runtime_error::runtime_error;
};

struct point
{
    int x = 0;
    int y = 0;

    bool operator==(point const&) const = default;
};

BOOST_DESCRIBE_STRUCT(point, (), (x, y))

struct named
{
    std::string name;

    bool operator==(named const&) const = default;
};

BOOST_DESCRIBE_STRUCT(named, (), (name))

/// With a base, and in itself.
struct figure : named
{
    std::vector<point> points;
    std::vector<figure> parts;

    bool operator==(figure const&) const = default;

    figure mirrored() const
    {
        figure other = *this;
        for (auto& p : other.points)
            p.x = -p.x;
        for (auto& part : other.parts)
            part = part.mirrored();
        return other;
    }
};

BOOST_DESCRIBE_STRUCT(figure, (named), (points, parts))

struct nothing
{
    bool operator==(nothing const&) const = default;
};

BOOST_DESCRIBE_STRUCT(nothing, (), ())

} // namespace genpool::test
