// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <boost/asio/execution/executor.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>

#include <utility>
#include <vector>

namespace genpool::test
{

/// The numbers of the tracker executors whose functions run on this thread, the innermost last.
inline std::vector<int>& running_executors()
{
    thread_local std::vector<int> numbers;
    return numbers;
}

/// Whether what runs now was submitted to the tracker executor with this number.
inline bool runs_on(int number)
{
    return !running_executors().empty() && running_executors().back() == number;
}

/// An executor that is known by a number, which tells where a function runs; what is submitted goes to
/// `Inner`.
template <class Inner>
class tracker_executor
{
public:
    tracker_executor(int number, Inner inner) noexcept : number_(number), inner_(std::move(inner)) {}

    template <class F>
    void execute(F&& f) const
    {
        inner_.execute(tracked<std::decay_t<F>>{number_, std::forward<F>(f)});
    }

    template <class Property>
        requires boost::asio::can_query_v<Inner const&, Property>
    decltype(auto) query(Property const& p) const noexcept { return boost::asio::query(inner_, p); }

    template <class Property>
        requires boost::asio::can_require_v<Inner const&, Property>
    auto require(Property const& p) const { return same_number(boost::asio::require(inner_, p)); }

    template <class Property>
        requires boost::asio::can_prefer_v<Inner const&, Property>
    auto prefer(Property const& p) const { return same_number(boost::asio::prefer(inner_, p)); }

    friend bool operator==(tracker_executor const&, tracker_executor const&) noexcept = default;

private:
    template <class F>
    struct tracked
    {
        void operator()()
        {
            running_executors().push_back(number);
            struct leave
            {
                ~leave() { running_executors().pop_back(); }
            } const at_the_end;
            std::move(function)();
        }

        int number;
        F function;
    };

    template <class E>
    tracker_executor<E> same_number(E inner) const
    {
        return {number_, std::move(inner)};
    }

    int number_;
    Inner inner_;
};

} // namespace genpool::test
