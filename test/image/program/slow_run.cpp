// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "slow_run.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/inotify.h>
#include <unistd.h>

namespace genpool::test
{
namespace
{

/// Waits until there is a file in a directory that is done.
class first_file
{
public:
    explicit first_file(boost::filesystem::path const& directory) : events_(::inotify_init1(IN_CLOEXEC))
    {
        BOOST_REQUIRE(::inotify_add_watch(events_, directory.c_str(), IN_MOVED_TO) != -1);
    }

    first_file(first_file const&) = delete;
    first_file& operator=(first_file const&) = delete;
    ~first_file() { ::close(events_); }

    void wait() const
    {
        char buffer[4096];
        BOOST_REQUIRE(::read(events_, buffer, sizeof(buffer)) > 0);
    }

private:
    int events_;
};

} // namespace

slow_run::slow_run(int images)
{
    tree_.directory("in");
    tree_.directory("out");
    OIIO::ImageSpec made = spec(1500, 1000);
    made.attribute("jpeg:progressive", 1);
    boost::filesystem::path const first = file(tree_, "in/0.jpg", encoded("jpeg", made));
    for (int n = 1; n != images; ++n)
        boost::filesystem::create_hard_link(first, tree_ / ("in/" + std::to_string(n) + ".jpg"));
}

std::vector<std::string> slow_run::arguments(std::vector<std::string> more) const
{
    more.insert(more.begin(), {(tree_ / "in").string(), "-o", out().string()});
    return more;
}

program& slow_run::begin(std::vector<std::string> const& more)
{
    first_file const begun(out());
    program_.emplace(arguments(more));
    begun.wait();
    return *program_;
}

} // namespace genpool::test
