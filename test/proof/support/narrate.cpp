// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "narrate.hpp"

#include <sstream>
#include <utility>

namespace genpool::proof
{

std::string narrate(run_log const& l, std::vector<broken_promise> const& broken)
{
    std::ostringstream text;
    std::size_t number = 0;
    for (auto const& e : l.events()) {
        text << number++ << '\t' << name(e.kind) << '\t' << e.item << '\t' << name(e.where);
        if (e.stage != 0)
            text << "\tstage " << int(e.stage);
        if (e.how != ending::ok)
            text << '\t' << name(e.how);
        text << '\n';
    }
    if (auto const& s = l.account)
        text << "pulled " << s->pulled << ", delivered " << s->delivered << ", failed " << s->failed
             << ", cancelled " << s->cancelled << '\n';
    for (auto const& b : broken)
        text << b.id << " broken at " << b.at << ": " << b.promise << '\n';
    return std::move(text).str();
}

} // namespace genpool::proof
