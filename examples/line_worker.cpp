// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// A worker: a program of its own that is asked to call functions, by the program that started it (12_processes) or by
// programs anywhere (13_cluster). It counts the lines of a file, by its name: put the files where the workers are, and
// let names cross.
//
// Besides, it counts the lines of a file whose name ends in "poison" by crashing, so that it can be seen what a crash
// does: that item fails, after three attempts, and nothing else.

#include "line_count.hpp"
#include <genpool/remote/functions.hpp>
#include <genpool/remote/serve.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>

int main(int argc, char* argv[])
{
    genpool::remote::functions all;
    all.add("count_lines", [](std::string file) -> std::uint64_t {
        if (file.ends_with("poison"))
            std::abort();
        return count_lines(file).lines;
    });
    return genpool::remote::serve(all, argc, argv);
}
