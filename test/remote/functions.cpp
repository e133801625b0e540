// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/remote/functions.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <variant>

namespace remote_functions_tests
{

using namespace genpool::remote;
using genpool::remote::detail::decoded;
using genpool::remote::detail::encoded;

int text_length(std::string const& text) { return static_cast<int>(text.size()); }

struct doubling
{
    int operator()(int n) const noexcept { return 2 * n; }
};

BOOST_AUTO_TEST_SUITE(remote_functions)

BOOST_AUTO_TEST_CASE(a_signature_is_deduced)
{
    functions all;
    int called = 0;
    all.add("length", text_length)
        .add("twice", doubling())
        .add("nothing", [&called](int) { ++called; })
        .add("mutable", [n = 0](int by) mutable { return n += by; })
        .add("stops", [](int, std::stop_token stop) { return stop.stop_requested(); })
        .add("std", std::function<std::string(int)>([](int n) { return std::to_string(n); }));

    BOOST_TEST(all.find("length")->shape == "string -> i32");
    BOOST_TEST(decoded<int>(all.find("length")->call(encoded(std::string("abc")), {})) == 3);
    BOOST_TEST(decoded<int>(all.find("twice")->call(encoded(21), {})) == 42);
    BOOST_TEST(all.find("nothing")->shape == "i32 -> void");
    decoded<std::monostate>(all.find("nothing")->call(encoded(1), {}));
    BOOST_TEST(called == 1);
    all.find("mutable")->call(encoded(2), {});
    BOOST_TEST(decoded<int>(all.find("mutable")->call(encoded(3), {})) == 5);
    BOOST_TEST(decoded<std::string>(all.find("std")->call(encoded(7), {})) == "7");
    BOOST_TEST(!all.find("length")->stop_aware);
    BOOST_TEST(all.find("stops")->stop_aware);
    std::stop_source stop;
    stop.request_stop();
    BOOST_TEST(decoded<bool>(all.find("stops")->call(encoded(1), stop.get_token())));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_item_are_refused)
{
    functions all;
    all.add("length", text_length);
    BOOST_CHECK_THROW(all.find("length")->call("\x05"
                                               "abc",
                                               {}),
                      malformed);
}

BOOST_AUTO_TEST_CASE(a_name_is_there_once)
{
    functions all;
    all.add("a", text_length);
    BOOST_CHECK_THROW(all.add("a", doubling()), std::invalid_argument);
    BOOST_CHECK_THROW(all.add("", doubling()), std::invalid_argument);
    BOOST_CHECK_THROW(all.add(std::string(201, 'x'), doubling()), std::invalid_argument);
    BOOST_TEST(all.find("a")->shape == "string -> i32");
    BOOST_TEST(all.find("b") == nullptr);
    all.add("b", doubling());
    BOOST_TEST(all.names() == "a, b");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace remote_functions_tests
