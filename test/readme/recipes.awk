# Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
# awk -f recipes.awk PAGE.md: prints a program of all blocks of C++ of a page: the first, which the others need, then each
# of the others in a namespace of its own, its main as a function that is called.

/^```cpp$/ {
    number = blocks++
    inside = 1
    print "#line " FNR + 1
    if (number)
        print "namespace recipe_" number " {"
    next
}

/^```/ {
    if (inside && number)
        print "}"
    inside = 0
}

inside {
    sub(/^int main\(\)/, "void run()")
    print
}

END {
    print "int main() {"
    for (i = 1; i < blocks; ++i)
        print "recipe_" i "::run();"
    print "}"
}
