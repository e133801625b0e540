// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "remote/workers.hpp"

#include <boost/test/unit_test.hpp>

namespace genpool::test
{

std::string worker_program()
{
    auto const& suite = boost::unit_test::framework::master_test_suite();
    BOOST_REQUIRE(suite.argc > 1);
    return suite.argv[1];
}

started_program start_worker(std::string const& url, int threads, std::string const& name)
{
    return started_program(
        {worker_program(), "--cluster=" + url, "--threads=" + std::to_string(threads), "--name=" + name});
}

boost::test_tools::assertion_result there_is_nats(boost::unit_test::test_unit_id)
{
    auto const why = why_no_nats();
    boost::test_tools::assertion_result result(why.empty());
    result.message() << why;
    return result;
}

boost::test_tools::assertion_result there_are_namespaces(boost::unit_test::test_unit_id)
{
    auto const why = why_no_network();
    boost::test_tools::assertion_result result(why.empty());
    result.message() << why;
    return result;
}

} // namespace genpool::test
