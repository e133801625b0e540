// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// Every kind of map, run by hand again and again: each time another one of its allocations, or another submission to
// an executor, fails; once only, three times (as often as one is tried), or from then on.
#include "judge.hpp"
#include "proof/support/checker.hpp"
#include "proof/support/narrate.hpp"
#include "proof/support/tables.hpp"
#include "report.hpp"
#include "world.hpp"

#include <boost/asio/detail/strand_executor_service.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <new>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

namespace
{

using namespace genpool::proof;

/// What fails: the `at`-th of its kind and those that follow it.
struct fault
{
    enum kind : bool
    {
        allocation,
        submission
    } what;
    std::size_t at;
    std::size_t count;
};

constexpr std::size_t for_ever = std::numeric_limits<std::size_t>::max();

fault const* armed = nullptr;
std::size_t seen = 0;
std::size_t failures = 0;

bool fails(fault::kind what) noexcept
{
    if (armed == nullptr || armed->what != what || ++seen < armed->at || seen - armed->at >= armed->count)
        return false;
    ++failures;
    return true;
}

/// Asio's strands (1.81) do not survive an executor that refuses them: one that goes on in its destructor terminates,
/// and one that begins stays locked for ever. So they are never refused.
class strands_excepted final : public genpool::test::manual_context::observer
{
public:
    bool excepted() const noexcept { return excepted_; }

private:
    void before(std::type_info const& what) override
    {
        excepted_ = std::string_view(what.name()).find("strand_executor_service") != std::string_view::npos;
        if (!excepted_ && fails(fault::submission))
            throw std::bad_alloc();
    }
    void after() noexcept override { excepted_ = false; }

    bool excepted_ = false;
} submissions;

/// An allocation of this size. When Asio makes a strand, it crashes if it has its state and then cannot have what
/// counts the references to that, or a mutex: those two do not fail, either.
bool allocation_fails(std::size_t size) noexcept
{
    using strand_state = boost::asio::detail::strand_executor_service::implementation_type::element_type;
    static int exempt = 0;
    if (armed == nullptr || submissions.excepted())
        return false;
    if (exempt != 0 && (--exempt == 1 || size == sizeof(boost::asio::detail::mutex)))
        return false;
    bool const failed = fails(fault::allocation);
    if (!failed && size == sizeof(strand_state))
        exempt = 2;
    return failed;
}

/// In the order of submission. It does not allocate.
class in_order final : public oracle
{
public:
    in_order()
    {
        for (int i = 0; i != 4096; ++i)
            choose(2);
        forget();
    }

private:
    std::size_t decide(std::size_t) override { return 0; }
};

struct outcome
{
    bool threw = false;       ///< an initiating function, or a call of the source's or the consumer's own
    bool told = false;        ///< the map says that something has failed
    bool stage_lost = false;  ///< nor was there memory for the account of a stage before
    bool part_failed = false; ///< a part, as the source, which had an item then
    bool handler_gone =
        false; ///< its executor has refused a handler as often as it was asked: it was destroyed
};

/// A failure that was not planned excuses that a map ends otherwise than planned, if it says so.
bool excused(broken_promise const& b, outcome const& how)
{
    std::string_view const id = b.id;
    std::string_view const promise = b.promise;
    if (how.told && (id.starts_with('E') || id == "I4" || promise == "everything is pulled" ||
                     promise == "everything is delivered" || promise == "the account of what failed"))
        return true;
    if (how.handler_gone && (id == "A-1" || id == "I4" || id == "I5"))
        return true;
    if ((how.stage_lost || how.part_failed) && promise == "the account of what was pulled")
        return true;
    return how.threw && (id == "A-1" || id.starts_with('I'));
}

void tell(plan const& p, fault const& f, run_log const& l, std::vector<broken_promise> const& broken)
{
    std::printf("%s%s: %s %zu fails, and %zu in all\n", narrate(l, broken).c_str(), describe(p).c_str(),
                f.what == fault::allocation ? "allocation" : "submission", f.at, f.count);
}

/// Returns whether something has failed: if not, then the run was one without faults.
bool torture(report& r, checker& c, plan const& p, fault const& f)
{
    in_order o;
    world w(p, o);
    outcome how;
    seen = failures = 0;
    armed = &f;
    try {
        w.begin();
        while (w.step()) {
        }
    } catch (std::bad_alloc const&) {
        how.threw = true;
    }
    armed = nullptr;
    w.rest();
    auto const& events = w.record.events();
    auto const completions =
        std::ranges::count(events, what::complete, [](event const& e) { return e.kind; });
    how.told = std::ranges::any_of(events, [](event const& e) { return e.how != ending::ok; });
    how.stage_lost = (row(p.source).upstream_window != 0 || row(p.consumer).of_pipe) && w.record.account &&
                     w.record.account->upstream.empty();
    how.part_failed = how.told && row(p.source).part;
    how.handler_gone = f.count != 1 && completions == 0 && w.record.others_alive == 0;
    c.check(p, w.record);
    w.destroy();
    auto broken = c.check_nothing_lives(w.record);
    std::erase_if(broken, [&](broken_promise const& b) { return failures != 0 && excused(b, how); });
    if (completions > 1 || (completions == 0 && !how.threw && !how.handler_gone) ||
        (completions != 0 && how.threw && !row(p.consumer).stream))
        broken.push_back({"E5", "an error completion or an exception, never both or neither", events.size()});
    if (r.count(!broken.empty()))
        tell(p, f, w.record, broken);
    return failures != 0;
}

/// Asio's awaitables (1.81) terminate if they cannot even be ended for want of memory.
bool has_awaitables(plan const& p) noexcept
{
    return row(p.function).waits || p.consumer == consumer_kind::coroutine;
}

/// Every source that ends by itself, with every function and every consumer; without Asio's experimental coro, which
/// terminates at such a failure.
std::vector<plan> plans()
{
    std::vector<plan> all;
    for (auto const& s : sources)
        for (auto const& f : functions)
            for (auto const& c : consumers)
                for (auto const o : orders) {
                    plan p;
                    p.source = s.kind;
                    p.function = f.kind;
                    p.consumer = c.kind;
                    p.order = o;
                    if (!s.endless && s.kind != source_kind::coro && together(s, f))
                        all.push_back(p);
                }
    return all;
}

} // namespace

// Inlined, they make GCC warn of a new without its delete.
[[gnu::noinline]] void* operator new(std::size_t size)
{
    if (!allocation_fails(size))
        if (void* const memory = std::malloc(size))
            return memory;
    throw std::bad_alloc();
}

[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment)
{
    auto const a = static_cast<std::size_t>(alignment);
    if (!allocation_fails(size))
        if (void* const memory = std::aligned_alloc(a, (size + a - 1) / a * a))
            return memory;
    throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept
{
    std::free(memory);
}

int main()
{
    genpool::test::manual_context::observed_by = &submissions;
    report r("proof_torture");
    checker c;
    for (auto const what : {fault::allocation, fault::submission})
        for (auto const count : {std::size_t(1), std::size_t(3), for_ever}) {
            r.about(what == fault::allocation ? (count == 1   ? "the n-th allocation fails"
                                                 : count == 3 ? "the n-th allocation and two more fail"
                                                              : "every allocation from the n-th on fails")
                                              : (count == 1   ? "the n-th submission fails"
                                                 : count == 3 ? "the n-th submission and two more fail"
                                                              : "every submission from the n-th on fails"));
            for (auto const& p : plans())
                if (count == 1 || !has_awaitables(p))
                    for (std::size_t n = 1; torture(r, c, p, {what, n, count}); ++n) {
                    }
        }
    return r.exit_status();
}
