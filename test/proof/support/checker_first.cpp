// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "checker.hpp"
#include "tables.hpp"

namespace genpool::proof
{

/// What is promised of `async_first`: it ends with the first result, whatever would have come after it.
void checker::check_first(ending how, std::size_t whose)
{
    bool const in_order = plan_->order == order::input;
    bool const exact = !plan_->racing && !row(plan_->function).waits;
    bool const heard = !pool_gone_ || !row(plan_->function).waits;
    require(delivered_ <= 1, "I1", "the first result is one");
    // What was found before a stop is given with it, as by the other ends.
    require(how == ending::ok || disturbed_ || delivered_ == 0, "E1", "the first result, or an error");
    require(pulled_ <= whole_window(*plan_) + 1, "I2", "nothing is pulled beyond the first result");
    switch (how) {
    case ending::ok:
        require(delivered_ == 1 || (source_ended_ && pulled_ == 0), "E1",
                "there is no first result only where there is none");
        break;
    case ending::call:
        require(failed_ != 0 && (!heard || !in_order || whose == 0), "E2",
                "a call that failed comes before a result after it");
        if (!in_order && exact)
            require(whose == first_failed_ && finished_before_failure_ == 0, "E2",
                    "a call that failed comes before a result after it");
        break;
    case ending::source:
        require(pulled_ == 0 || disturbed_, "E3",
                "a failure of the source comes after all that it has yielded");
        break;
    case ending::consumer:
        require(false, "E1", "no error comes from nowhere");
        break;
    default:
        break;
    }
    check_cause(how);
    if (disturbed_)
        return;
    if (plan_->yields() == 0)
        require(how == (source_failed_ ? ending::source : ending::ok), "E1",
                "how a map ends that is let run");
    else if (in_order)
        require(how == (plan_->call_fails(0) ? ending::call : ending::ok), "E1",
                "how a map ends that is let run");
    else if (exact)
        require(how == (failed_ != 0 && finished_before_failure_ == 0 ? ending::call : ending::ok), "E1",
                "how a map ends that is let run");
}

} // namespace genpool::proof
