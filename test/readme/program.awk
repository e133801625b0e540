# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# awk -v example=N -f program.awk README.md: prints the program of the Nth example: the C++ block number 0, which
# they have in common, and the block number N; and a main if that has none.

/^ *```cpp$/ {
    number = blocks++
    if (number == 0 || number == example) {
        inside = 1
        print "#line " NR + 1 # messages then tell the line of the README
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
