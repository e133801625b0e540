// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "../text/json.hpp"
#include "../text/printable.hpp"
#include "telling.hpp"

#include <array>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string_view>

namespace thumbnails
{
namespace
{

/// A pipe that nobody reads any more would be written to in vain.
void check_output()
{
    if (!std::cout.flush())
        throw std::runtime_error("standard output cannot be written");
}

std::string_view name_of(told const& one)
{
    if (!one.made)
        return "failed";
    constexpr std::array<std::string_view, 3> names{"made", "up-to-date", "planned"};
    return names[static_cast<std::size_t>(one.made->how)];
}

class json_lines : public teller
{
public:
    void tell(told const& one, totals const&) override
    {
        json_object line;
        line.text("path", one.image.native()).text("status", name_of(one));
        if (!one.problem.empty())
            line.text("error", one.problem);
        if (one.made)
            add(line, *one.made);
        std::cout << line.done() << '\n';
        check_output();
    }

    void end(totals const& all) override
    {
        std::cout << json_object()
                         .raw("summary", "true")
                         .number("done", all.done)
                         .number("up_to_date", all.up_to_date)
                         .number("failed", all.failed)
                         .real("seconds", all.seconds())
                         .real("images_per_second", all.rate())
                         .done()
                  << '\n';
        check_output();
    }

private:
    static void add(json_object& line, outcome const& made)
    {
        result const& found = made.made;
        if (made.how == status::made)
            line.text("format", found.format).number("width", found.width).number("height", found.height);
        std::string outputs;
        for (written const& file : found.files) {
            json_object one;
            one.text("path", file.file);
            if (made.how == status::made)
                one.number("width", static_cast<std::uint64_t>(file.width))
                    .number("height", static_cast<std::uint64_t>(file.height))
                    .number("bytes", file.bytes);
            outputs += (outputs.empty() ? "" : ",") + one.done();
        }
        if (!outputs.empty())
            line.raw("outputs", '[' + outputs + ']');
        if (made.how == status::made)
            line.raw("ms", json_object()
                               .milliseconds("read", found.stages[0])
                               .milliseconds("decode", found.stages[1])
                               .milliseconds("encode", found.stages[2])
                               .milliseconds("write", found.stages[3])
                               .done());
    }
};

class dry_run_lines : public teller
{
public:
    void tell(told const& one, totals const&) override
    {
        if (!one.made || one.made->how != status::planned)
            return;
        for (written const& file : one.made->made.files)
            std::cout << printable(one.image.string() + " -> " + file.file) << '\n';
        check_output();
    }

    void end(totals const&) override {}
};

/// Whole at every moment, as far as the run has come: a run that is killed can be gone on with, too.
class failed_list : public teller
{
public:
    failed_list(boost::filesystem::path const& file, char separator)
        : name_(file.string()), separator_(separator), file_(name_, std::ios::binary)
    {
        check();
    }

    void tell(told const& one, totals const&) override
    {
        if (!one.made) {
            file_ << one.image.native() << separator_ << std::flush;
            check();
        }
    }

    void end(totals const&) override {}

private:
    void check() const
    {
        if (!file_)
            throw std::runtime_error(name_ + ": the list of what failed cannot be written");
    }

    std::string name_;
    char separator_;
    std::ofstream file_;
};

} // namespace

std::unique_ptr<teller> json_teller() { return std::make_unique<json_lines>(); }
std::unique_ptr<teller> dry_run_teller() { return std::make_unique<dry_run_lines>(); }

std::unique_ptr<teller> failed_list_teller(boost::filesystem::path const& file, char separator)
{
    return std::make_unique<failed_list>(file, separator);
}

std::vector<std::unique_ptr<teller>> tellers(command_line const& given)
{
    std::vector<std::unique_ptr<teller>> all;
    if (given.telling.json)
        all.push_back(json_teller());
    else if (given.dry_run)
        all.push_back(dry_run_teller());
    if (given.dry_run) // nothing is written
        return all;
    if (!given.telling.failed_list.empty())
        all.push_back(failed_list_teller(given.telling.failed_list, given.input.separator));
    if (!given.telling.report.empty())
        all.push_back(report_teller(given.telling.report));
    return all;
}

} // namespace thumbnails
