// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/blocking.hpp>
#include <genpool/map_stream.hpp>

#include "coro_form.hpp"
#include "evidence.hpp"
#include "functions.hpp"
#include "places.hpp"
#include "sources.hpp"

#include <boost/system/error_code.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>
#include <tuple>
#include <vector>

namespace conformance_blocking_tests
{

using namespace genpool::test;

namespace
{

template <class Source, class Pool>
struct pair
{
    using source = Source;
    using pool = Pool;
};

using pairs = std::tuple<pair<generator_form, any_of_each>, pair<vector_form, io_context_of_one_or_more>,
                         pair<view_form, system_executor_form>, pair<ref_form, strand_of_any>,
                         pair<pointers_form, strand_of_thread_pool>, pair<paths_form, thread_pool_context>,
                         pair<stream_form, any_of_each>, pair<coro_form, thread_pool_executor>,
                         pair<async_next_form<std::exception_ptr>, io_context_of_one_or_more>,
                         pair<async_next_form<boost::system::error_code>, thread_pool_executor>>;

} // namespace

BOOST_AUTO_TEST_SUITE(blocking)

BOOST_AUTO_TEST_CASE_TEMPLATE(gives_every_result, Pair, pairs)
{
    evidence seen;
    for (int variant = 0; variant != Pair::source::variants; ++variant) {
        typename Pair::source source(variant);
        for (auto order : {genpool::order::input, genpool::order::completion})
            Pair::pool::each(host::duty::many, [&](auto const& where) {
                where.threads.start();
                plain_function const function{&seen.of_calls([&where] { return where.runs_here(); }, 2)};
                std::vector<int> numbers;
                for (int result :
                     genpool::blocking(genpool::map_stream(where.pool, source.make(where.pool), function,
                                                           {.concurrency = 2, .window = 4, .order = order})))
                    numbers.push_back(result);
                check_numbers(numbers, source.items(), order);
            });
    }
    seen.check(item_count);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace conformance_blocking_tests
