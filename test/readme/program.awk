# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# awk -v example=N -f program.awk README.md [OTHER.md]: prints a program: the first block of C++ of README.md, which the
# others need, and the block number N of README.md, or of OTHER.md; and a main if that has none.

FNR == 1 {
    ++file
    blocks = 0
}

/^ *```cpp$/ {
    number = blocks++
    if ((file == 1 && number == 0) || (file == ARGC - 1 && number == example)) {
        inside = 1
        print "#line " FNR + 1 # messages then tell the line of the page, but not which: GCC would take it for a header
    }
    next
}

/^ *```/ { inside = 0 }

inside {
    print
    if (/^int main\(/)
        has_main = 1
}

END {
    if (example >= blocks)
        exit 1
    if (!has_main)
        print "int main() {}"
}
