// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// One thread, one order: the same program, but its pool is an io_context that this thread runs. Every call, every
// step of the source and every callback then happens on this thread, one after another, in an order that is the same
// each time: a breakpoint stops everything, and what is printed can be compared with what was printed yesterday.
//
// Choose this to find a bug, in a test, or where threads are not allowed. What is given as the pool is all that
// changes: here the program's first argument after the directory, `parallel`, brings the threads back.
//
// Files of one, two and three lines print:
//     3 files, all on one thread
//     the same order again: yes

#include <genpool/async_map.hpp>
#include <genpool/files.hpp>

#include "line_count.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/filesystem/path.hpp>

#include <exception>
#include <iostream>
#include <mutex>
#include <set>
#include <string_view>
#include <thread>
#include <vector>

namespace asio = boost::asio;
namespace fs = boost::filesystem;

/// What happened, in its order, and where.
class diary
{
public:
    void note(fs::path const& file)
    {
        std::lock_guard lock(mutex_);
        order_.push_back(file);
        threads_.insert(std::this_thread::get_id());
    }

    std::vector<fs::path> const& order() const noexcept { return order_; }
    bool on_one_thread() const noexcept { return threads_.size() == 1; }

private:
    std::mutex mutex_;
    std::vector<fs::path> order_;
    std::set<std::thread::id> threads_;
};

/// The program: it does not know what runs it.
void count_all(asio::any_io_executor pool, fs::path const& directory, diary& notes)
{
    auto const count = [&notes](fs::path const& file) {
        notes.note(file);
        return count_lines(file);
    };
    genpool::async_map(pool, genpool::files(directory), count, {.concurrency = 8},
                       [](std::exception_ptr error, std::vector<line_count>) {
                           if (error)
                               std::rethrow_exception(error);
                       });
}

void run(fs::path const& directory, bool parallel, diary& notes)
{
    if (parallel) {
        asio::thread_pool threads;
        count_all(threads.get_executor(), directory, notes);
        threads.join();
    } else {
        asio::io_context this_thread(1);
        count_all(this_thread.get_executor(), directory, notes);
        this_thread.run(); // an exception of the handler leaves it
    }
}

int main(int argc, char* argv[])
{
    fs::path const directory = argc > 1 ? argv[1] : ".";
    bool const parallel = argc > 2 && argv[2] == std::string_view("parallel");

    diary first, second;
    run(directory, parallel, first);
    run(directory, parallel, second);
    std::cout << first.order().size() << " files, "
              << (first.on_one_thread() ? "all on one thread\n" : "on several\n")
              << "the same order again: " << (first.order() == second.order() ? "yes\n" : "no\n");
}
