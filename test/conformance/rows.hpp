// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include "../support/program/sanitized.hpp"
#include "coro_form.hpp"
#include "functions.hpp"
#include "places.hpp"
#include "sources.hpp"
#include "table.hpp"
#include "tokens.hpp"
#include "trial.hpp"

#include <boost/system/error_code.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <exception>
#include <tuple>
#include <utility>

namespace genpool::test
{

// What the table's columns stand for, in its order. Forms that have types of their own take turns.

template <class... Forms>
using turns = std::tuple<Forms...>;

using source_forms =
    std::tuple<turns<generator_form>, turns<vector_form, view_form, ref_form, pointers_form, paths_form>,
               turns<stream_form>,
               turns<async_next_form<std::exception_ptr>, async_next_form<boost::system::error_code>>,
               turns<coro_form>>;

using pool_forms =
    std::tuple<turns<thread_pool_context, thread_pool_executor>, turns<io_context_of_one_or_more>,
               turns<system_executor_form>, turns<strand_of_thread_pool, strand_of_any>, turns<any_of_each>>;

using token_forms = std::tuple<callback_token, use_future_token, use_awaitable_token, deferred_token,
                               as_tuple_token, detached_token, yield_token, bind_executor_token,
                               consign_token, bind_allocator_token, bind_cancellation_slot_token>;

using function_forms = std::tuple<plain_function, stop_aware_function, awaitable_function>;

static_assert(std::tuple_size_v<source_forms> == source_names.size());
static_assert(std::tuple_size_v<pool_forms> == pool_names.size());
static_assert(std::tuple_size_v<token_forms> == token_names.size());
static_assert(std::tuple_size_v<function_forms> == function_names.size());

template <class Forms, std::size_t Kind, std::size_t Turn>
using turn_t = std::tuple_element_t<Turn / 2 % std::tuple_size_v<std::tuple_element_t<Kind, Forms>>,
                                    std::tuple_element_t<Kind, Forms>>;

template <combination C, std::size_t Turn>
using trial_of = trial<turn_t<source_forms, C.source, Turn>, turn_t<pool_forms, C.pool, Turn>,
                       std::tuple_element_t<C.token, token_forms>,
                       std::tuple_element_t<C.function, function_forms>, Turn % 2 == 0>;

template <std::size_t Call, class Trial>
void make_call(Trial& t)
{
    constexpr call_kind call{Call};
    if constexpr (call == call_kind::async_map)
        t.map();
    else if constexpr (call == call_kind::stream)
        t.stream();
    else if constexpr (call == call_kind::async_submit)
        t.submit();
    else
        t.for_each();
}

enum class calls
{
    one_of_two, ///< each takes long to compile: a build with sanitizers makes the one, a build without them the other
    both
};

/// Tries a combination, with the forms whose turn it is.
template <combination C, std::size_t Turn, calls Calls>
void try_combination()
{
    constexpr bool collects =
        C.call == std::size_t(call_kind::async_map) || C.call == std::size_t(call_kind::stream);
    trial_of<C, Turn> t;
    if constexpr (Calls == calls::both || sanitized != collects)
        t.for_each_result();
    if constexpr (Calls == calls::both || sanitized == collects)
        make_call<C.call>(t);
}

template <combination C, std::size_t Turn, calls Calls = calls::one_of_two>
void add_case(boost::unit_test::test_suite& to)
{
    to.add(boost::unit_test::make_test_case(&try_combination<C, Turn, Calls>, C.name(), __FILE__, __LINE__));
}

/// Adds a suite with the name of this source, and to it a test case for each row of the table with this source.
template <source_kind Source>
class rows_of
{
public:
    rows_of()
    {
        auto* const suite = BOOST_TEST_SUITE(source_names[static_cast<std::size_t>(Source)]);
        boost::unit_test::framework::master_test_suite().add(suite);
        add(*suite, std::make_index_sequence<token_names.size()>());
    }

private:
    static constexpr std::size_t first = static_cast<std::size_t>(Source) * token_names.size();

    template <std::size_t... Token>
    static void add(boost::unit_test::test_suite& to, std::index_sequence<Token...>)
    {
        (add_case<at(first + Token), first + Token>(to), ...);
    }
};

} // namespace genpool::test
