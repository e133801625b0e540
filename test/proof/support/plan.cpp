// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "plan.hpp"

#include "tables.hpp"

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>

namespace genpool::proof
{
namespace
{

/// Calls `f` with the name of every field of a plan, and with the field.
template <class Plan, class F>
void for_each_field(Plan& p, F f)
{
    f("source", p.source);
    f("function", p.function);
    f("consumer", p.consumer);
    f("order", p.order);
    f("items", p.items);
    f("concurrency", p.concurrency);
    f("window", p.window);
    f("failing_calls", p.failing_calls);
    f("broken_calls", p.broken_calls);
    f("parked_calls", p.parked_calls);
    f("lingering_calls", p.lingering_calls);
    f("source_fails", p.source_fails);
    f("consumer_fails", p.consumer_fails);
    f("happens", p.happens);
    f("inside", p.inside);
    f("long_calls", p.long_calls);
    f("racing", p.racing);
}

char const* text_of(source_kind k) { return row(k).name; }
char const* text_of(function_kind k) { return row(k).name; }
char const* text_of(consumer_kind k) { return row(k).name; }
char const* text_of(genpool::order o) { return o == order::input ? "input" : "completion"; }
char const* text_of(bool b) { return b ? "yes" : "no"; }
std::string text_of(std::uint64_t n) { return std::to_string(n); }
std::string text_of(std::optional<std::size_t> const& n) { return n ? std::to_string(*n) : "never"; }

std::string text_of(actions const& all)
{
    std::string text;
    for (auto const& a : action_table)
        if (all.contains(a.kind))
            text.append(text.empty() ? "" : ",").append(a.name);
    return text;
}

[[noreturn]] void refuse(std::string_view word)
{
    throw std::invalid_argument(std::string("not understood in a plan: ").append(word));
}

template <class Kind, class Table>
Kind kind_named(std::string_view name, Table const& table)
{
    for (auto const& r : table)
        if (name == r.name)
            return r.kind;
    refuse(name);
}

void read(std::string_view text, source_kind& k) { k = kind_named<source_kind>(text, sources); }
void read(std::string_view text, function_kind& k) { k = kind_named<function_kind>(text, functions); }
void read(std::string_view text, consumer_kind& k) { k = kind_named<consumer_kind>(text, consumers); }
void read(std::string_view text, genpool::order& o)
{
    o = text == "input" ? order::input : order::completion;
}
void read(std::string_view text, bool& b) { b = text == "yes"; }

void read(std::string_view text, std::uint64_t& n)
{
    auto const end = text.data() + text.size();
    if (std::from_chars(text.data(), end, n).ptr != end || text.empty())
        refuse(text);
}

void read(std::string_view text, std::optional<std::size_t>& n)
{
    n.reset();
    if (text != "never")
        read(text, n.emplace());
}

void read(std::string_view text, actions& all)
{
    all = {};
    while (!text.empty()) {
        auto const comma = std::min(text.find(','), text.size());
        all.insert(kind_named<action>(text.substr(0, comma), action_table));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
}

} // namespace

std::string describe(plan const& p)
{
    std::string words;
    for_each_field(p, [&](char const* name, auto const& value) {
        auto const text = std::string(text_of(value));
        if (!text.empty() && text != "never" && text != "no")
            words.append(words.empty() ? "" : " ").append(name).append("=").append(text);
    });
    return words;
}

plan parse_plan(std::string_view words)
{
    plan p;
    while (!words.empty()) {
        auto const space = std::min(words.find(' '), words.size());
        auto const word = words.substr(0, space);
        words.remove_prefix(std::min(space + 1, words.size()));
        auto const equals = word.find('=');
        if (word.empty())
            continue;
        if (equals == word.npos)
            refuse(word);
        bool known = false;
        for_each_field(p, [&](std::string_view name, auto& value) {
            if (name != word.substr(0, equals))
                return;
            read(word.substr(equals + 1), value);
            known = true;
        });
        if (!known)
            refuse(word);
    }
    return p;
}

} // namespace genpool::proof
