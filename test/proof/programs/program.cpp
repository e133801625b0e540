// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "program.hpp"

#include <algorithm>
#include <random>

namespace genpool::proof
{
namespace
{

constexpr char const* setting_names[] = {"by_hand", "strand", "io_threads", "thread_pool"};
constexpr char const* call_names[] = {"next", "try_next", "drain", "stop",       "look",    "close", "cancel",
                                      "move", "assign",   "chain", "moved_from", "destroy", "pause"};

char const* name(setting s) noexcept { return setting_names[static_cast<std::size_t>(s)]; }
char const* name(call c) noexcept { return call_names[static_cast<std::size_t>(c)]; }

class chance
{
public:
    explicit chance(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t n) { return random_() % n; }
    bool one_in(std::size_t n) { return below(n) == 0; }

    template <class T>
    T one_of(std::initializer_list<T> all)
    {
        return all.begin()[below(all.size())];
    }

private:
    std::mt19937_64 random_;
};

/// What is likely to be called from outside, then inside handlers, then inside sources and functions.
call any_call(chance& c)
{
    using enum call;
    return c.one_of({next,  next,  next,       next,       next,   next,   try_next, try_next,
                     drain, look,  pause,      pause,      stop,   cancel, close,    close,
                     move,  chain, moved_from, moved_from, assign, destroy});
}

call call_of_handler(chance& c)
{
    using enum call;
    return c.one_of({next, next, next, try_next, drain, look, stop, close, move, chain, moved_from, destroy});
}

void limit(plan& p, chance& c)
{
    p.order = c.one_of({order::input, order::completion});
    p.concurrency = 1 + c.below(4);
    p.window = c.one_in(4) ? 16 + c.below(112) : 1 + c.below(8);
}

plan any_map(chance& c, setting where)
{
    plan p;
    p.racing = !serial(where);
    limit(p, c);
    p.items = c.one_in(4) ? c.below(300) : c.below(20);
    p.source = c.one_of({source_kind::range, source_kind::generator, source_kind::waiting_generator,
                         source_kind::async_next});
    p.function = c.one_of(
        {function_kind::plain, function_kind::plain, function_kind::stop_aware, function_kind::awaitable});
    if (c.one_in(6))
        p.source_fails = c.below(p.items + 1);
    if (c.one_in(3))
        return p;
    for (auto left = 1 + c.below(2); left != 0; --left) {
        auto const failing = c.below(std::clamp<std::size_t>(p.items, 1, 64));
        auto const bit = std::uint64_t(1) << failing;
        if (p.function == function_kind::awaitable && c.one_in(2))
            p.broken_calls |= bit;
        else
            p.failing_calls |= bit;
        // A call behind it that only ends when the failure has told it to.
        bool const overlap = p.concurrency > 1 && p.window > 1 && p.function != function_kind::plain;
        if (overlap && failing != 63 && (p.racing || p.function == function_kind::awaitable))
            p.parked_calls |= bit << 1;
    }
    p.parked_calls &= ~(p.failing_calls | p.broken_calls);
    return p;
}

step any_step(chance& c, setting where)
{
    step s;
    s.what = any_call(c);
    s.bound = c.one_in(3);
    s.amount = c.one_in(4) ? c.below(200) : c.below(8);
    bool const has_handler = s.what == call::next || s.what == call::close;
    s.waits = has_handler && !c.one_in(3);
    if (!has_handler || c.one_in(2))
        return s;
    s.throws = where != setting::thread_pool && c.one_in(2); // there it ends the process
    if ((serial(where) || s.waits) && !c.one_in(3))
        s.inside = call_of_handler(c);
    return s;
}

void append(std::string& text, step const& s)
{
    text.append("  ").append(name(s.what));
    if (s.what == call::pause)
        text.append(" ").append(std::to_string(s.amount));
    if (s.inside)
        text.append(", whose handler calls ").append(name(*s.inside));
    if (s.throws)
        text.append(s.inside ? " and throws" : ", whose handler throws");
    if (s.bound)
        text.append(", with an executor");
    text.append(s.waits ? ", and wait\n" : "\n");
}

/// A busy consumer: one call takes long, while others finish that nobody takes, and then it fails.
void be_busy(program& p, chance& c)
{
    auto& map = p.first;
    auto const failing = 40 + c.below(20);
    map.function = function_kind::plain;
    map.source = c.one_of({source_kind::range, source_kind::generator});
    map.source_fails.reset();
    map.items = 64 + c.below(200);
    map.concurrency = 2 + c.below(2);
    map.window = 64 + c.below(64);
    map.failing_calls = std::uint64_t(1) << failing;
    map.broken_calls = map.parked_calls = 0;
    map.lingering_calls = map.failing_calls | (map.failing_calls << (1 + c.below(20)));
    p.steps.assign(failing - c.below(20), {.what = call::next, .waits = true, .inside = {}});
    p.steps.push_back({.what = call::pause, .inside = {}, .amount = 200});
    p.steps.insert(p.steps.end(), 30 + c.below(120), {.what = call::next, .waits = true, .inside = {}});
}

} // namespace

program random_program(std::uint64_t seed)
{
    chance c(seed);
    program p;
    p.seed = seed;
    p.where = c.one_of(
        {setting::by_hand, setting::by_hand, setting::strand, setting::io_threads, setting::thread_pool});
    p.threads = p.where == setting::strand ? 2 : serial(p.where) ? 1 : 1 + c.below(4);
    p.first = any_map(c, p.where);
    p.second = any_map(c, p.where);
    limit(p.stage, c);
    for (auto left = 1 + c.below(c.one_in(4) ? 60 : 12); left != 0; --left)
        p.steps.push_back(any_step(c, p.where));
    if (!serial(p.where) && p.threads > 1 && c.one_in(6))
        be_busy(p, c);
    if (c.one_in(3))
        for (auto left = 1 + c.below(2); left != 0; --left)
            p.intrusions.push_back(
                {c.below(12), serial(p.where) ? any_call(c) : c.one_of({call::stop, call::look})});
    p.closes =
        !c.one_in(3) || (!p.intrusions.empty() && !serial(p.where)); // else they would use what is destroyed
    // Its threads end before anybody who waits to be told to stop could be.
    p.context_first = c.one_in(4) && (p.first.parked_calls | p.second.parked_calls) == 0;
    return p;
}

std::string describe(program const& p)
{
    auto text = "program " + std::to_string(p.seed) + ": " + name(p.where) + ", " +
                std::to_string(p.threads) + " threads\n  map:    " + describe(p.first) +
                "\n  assign: " + describe(p.second) + "\n  chain:  " + describe(p.stage) + '\n';
    for (auto const& s : p.steps)
        append(text, s);
    for (auto const& i : p.intrusions)
        text.append("  in the source or the function, the time ")
            .append(std::to_string(i.at))
            .append(": ")
            .append(name(i.what))
            .append("\n");
    if (p.closes)
        text.append("  close, and wait; next, and wait\n");
    return text.append(p.context_first ? "  destroy the context, then the stream\n"
                                       : "  destroy the stream\n");
}

} // namespace genpool::proof
