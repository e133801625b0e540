// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "table.hpp"
#include "trial.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <tuple>
#include <utility>

namespace genpool::test
{

// What the table's columns stand for, in its order. Forms that have types of their own take turns.

template <class... Forms>
using turns = std::tuple<Forms...>;

using pool_forms =
    std::tuple<turns<thread_pool_context, thread_pool_executor>, turns<io_context_of_one_or_more>,
               turns<system_executor_form>, turns<strand_of_thread_pool, strand_of_any>, turns<any_of_each>>;

using token_forms = std::tuple<callback_token, use_future_token, use_awaitable_token, deferred_token,
                               as_tuple_token, detached_token, yield_token, bind_executor_token,
                               consign_token, bind_allocator_token, bind_cancellation_slot_token>;

using function_forms = std::tuple<plain_function, stop_aware_function, awaitable_function>;

template <class Turns, std::size_t Row>
using turn_t = std::tuple_element_t<Row / 2 % std::tuple_size_v<Turns>, Turns>;

/// Tries one row. `Forms` of its source are `turns`.
template <std::size_t Row, class Forms>
void try_row()
{
    constexpr combination c = at(Row);
    constexpr bool results_elsewhere = Row % 2 == 0;
    trial<turn_t<Forms, Row>, turn_t<std::tuple_element_t<c.pool, pool_forms>, Row>,
          std::tuple_element_t<c.token, token_forms>, std::tuple_element_t<c.function, function_forms>,
          results_elsewhere>
        t;
    t.for_each_result();
    constexpr call_kind call{c.call};
    if constexpr (call == call_kind::async_map)
        t.map();
    else if constexpr (call == call_kind::stream)
        t.stream();
    else if constexpr (call == call_kind::async_submit)
        t.submit();
    else
        t.for_each();
}

/// Adds a test case for each row of the table with this source.
template <source_kind Source, class Forms>
class rows_of
{
public:
    rows_of() { add(std::make_index_sequence<token_names.size()>()); }

private:
    template <std::size_t... Token>
    static void add(std::index_sequence<Token...>)
    {
        (add_row<static_cast<std::size_t>(Source) * token_names.size() + Token>(), ...);
    }

    template <std::size_t Row>
    static void add_row()
    {
        boost::unit_test::framework::master_test_suite().add(
            boost::unit_test::make_test_case(&try_row<Row, Forms>, at(Row).name(), __FILE__, __LINE__));
    }
};

} // namespace genpool::test
