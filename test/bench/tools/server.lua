-- Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
-- For wrk: asks for the thumbnails of the files that are named behind --, in turn.
local targets = {}
local last = 0

function init(names)
    for i, name in ipairs(names) do
        targets[i] = wrk.format("GET", "/thumbnail/" .. name .. "?size=256")
    end
end

function request()
    last = last % #targets + 1
    return targets[last]
end
