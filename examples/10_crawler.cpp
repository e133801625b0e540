// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.

// A crawler: reads a page, and then those that it links to, each once, over a site that is made up.
//
// Choose a worklist when calls find further items. It ends by itself when nothing is queued and no call runs
// that could add something: nobody has to count.
//
// Files of one, two and three lines print:
//     /: 2 links
//     /a: 1 links
//     /b: 2 links
//     /c: 0 links

#include <genpool/blocking.hpp>
#include <genpool/map.hpp>
#include <genpool/options.hpp>
#include <genpool/worklist.hpp>

#include <boost/asio/thread_pool.hpp>

#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace asio = boost::asio;

using links = std::vector<std::string>;

/// Where each page leads.
std::map<std::string, links> const site = {
    {"/", {"/a", "/b"}}, {"/a", {"/"}}, {"/b", {"/a", "/c"}}, {"/c", {}}};

struct page
{
    std::string address;
    links leads_to;
};

class crawler
{
public:
    crawler(genpool::worklist<std::string> pages, std::string const& start) : pages_(pages) { add(start); }

    page visit(std::string address)
    {
        page found{address, site.at(address)}; // a request, in earnest
        for (auto const& link : found.leads_to)
            add(link);
        return found;
    }

private:
    /// Each only once.
    void add(std::string const& address)
    {
        std::lock_guard lock(mutex_);
        if (known_.insert(address).second)
            pages_.push(address);
    }

    genpool::worklist<std::string> pages_;
    std::mutex mutex_;
    std::set<std::string> known_;
};

int main()
{
    asio::thread_pool pool;
    genpool::worklist<std::string> pages;
    crawler crawl(pages, "/");

    auto const visit = [&](std::string address) { return crawl.visit(std::move(address)); };
    auto found = pages | genpool::map(pool, visit, {.concurrency = 8, .order = genpool::order::completion});

    for (auto const& one : genpool::blocking(std::move(found)))
        std::cout << one.address << ": " << one.leads_to.size() << " links\n";
}
