// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

#include <genpool/detail/requirements.hpp>

#include <genpool/remote/functions.hpp>

namespace genpool::remote
{

/// What it does: the whole of a worker program: calls functions for whoever the arguments say, until there is nobody to
/// call them for.
///
///     int main(int argc, char* argv[])
///     {
///         genpool::remote::functions all;
///         all.add("size", [](std::string path) { return std::filesystem::file_size(path); });
///         return genpool::remote::serve(all, argc, argv);
///     }
///
/// Parameters: `all`: what it can be asked for. Of the arguments, either
///   - `--processes=DESCRIPTOR`, which `processes` adds itself, or
///   - `--cluster=URL[,URL...]`, with, for each parameter of that name of `cluster_options`, `--name=NAME`,
///     `--credentials=FILE`, `--ca=FILE`, `--certificate=FILE` and `--key=FILE`, and `--threads=N`: how many calls run at
///     once (default: one for each of the machine's threads).
///   What says nothing of these is the program's own.
/// Executor: none. In a worker of this machine the calling thread calls the functions, one after the other, and one
///   more thread waits for calls that are cancelled and for the end of the program that started it, with which it
///   exits at once. In a worker of a cluster as many threads as were asked for call them; SIGTERM and SIGINT
///   have it take nothing more, and it returns when what it has begun has ended.
/// Cancellation: see above.
/// Errors: what a function throws crosses to who called it. Returns 0 when there is nothing more to do; 1, having told
///   stderr, when the other side cannot be understood or reached; 2 for arguments that say nothing.
/// Object lifetimes: `all` must live until it returns.
/// Thread safety: once in a process, called before there are other threads, whose signals it could not block.
/// Exception safety: nothing is thrown but what comes of having no memory.
int serve(functions const& all, int argc, char* argv[]);

} // namespace genpool::remote
