// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "proof/window/window_exploration.hpp"

#include <boost/test/unit_test.hpp>

namespace flow_window_tests
{

BOOST_AUTO_TEST_SUITE(small_windows)

// A few windows so small that a build without optimisation, or with sanitizers, explores them in seconds.
// proof/window/window.cpp goes further.
BOOST_AUTO_TEST_CASE(keeps_its_promises_in_every_state_of_a_small_window)
{
    for (auto order : {genpool::order::input, genpool::order::completion})
        for (genpool::proof::extent const& e : {genpool::proof::extent{order, 2, 2, 2, 1, false},
                                                genpool::proof::extent{order, 3, 2, 1, 1, false},
                                                genpool::proof::extent{order, 2, 2, 1, 1, true}}) {
            genpool::proof::exploration exploration(e);
            BOOST_CHECK_NO_THROW(exploration.run());
            BOOST_CHECK_GT(exploration.states(), 1000u);
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace flow_window_tests
