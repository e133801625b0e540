// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// mutate TABLE SOURCES OUT: copies include and lib of SOURCES to OUT, with all mutants of the table.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

namespace
{

struct edit
{
    std::string title;
    std::string original;
    std::string mutated;
};

using edits = std::map<std::string, std::vector<edit>>; // by file

std::string read(fs::path const& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The paragraphs of a table, but for the first, which is a preface.
edits parse(std::string const& table)
{
    edits all;
    std::istringstream lines(table);
    std::string line;
    while (std::getline(lines, line) && !line.empty()) {
    }
    while (std::getline(lines, line)) {
        edit e{line, {}, {}};
        std::string file;
        std::getline(lines, file);
        while (std::getline(lines, line) && !line.empty())
            (line.front() == '-' ? e.original : e.mutated) += line.substr(1) + '\n';
        // A text may end in the midst of a line.
        e.original.pop_back();
        e.mutated.pop_back();
        all[file].push_back(std::move(e));
    }
    return all;
}

std::string mutated(std::string text, std::vector<edit> const& edits_of_file)
{
    for (auto const& e : edits_of_file) {
        auto const place = text.find(e.original);
        if (place == std::string::npos || text.find(e.original, place + 1) != std::string::npos)
            throw std::runtime_error("the text of this mutant does not occur exactly once: " + e.title);
        text.replace(place, e.original.size(), e.mutated);
    }
    auto const first_include = text.find("#include");
    return text.insert(first_include, "#include <mutant.hpp>\n\n");
}

/// What is there already stays, so that it is not compiled again.
void write(fs::path const& file, std::string const& text)
{
    if (fs::exists(file) && read(file) == text)
        return;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

} // namespace

int main(int, char** arguments)
try {
    auto all = parse(read(arguments[1]));
    fs::path const sources = arguments[2];
    fs::path const out = arguments[3];
    for (auto const* part : {"include", "lib"})
        for (auto const& entry : fs::recursive_directory_iterator(sources / part)) {
            auto const name = fs::relative(entry.path(), sources).string();
            if (entry.path().extension() != ".hpp" && entry.path().extension() != ".cpp")
                continue;
            auto text = read(entry.path());
            if (auto const found = all.extract(name))
                text = mutated(std::move(text), found.mapped());
            write(out / name, text);
        }
    if (!all.empty())
        throw std::runtime_error("there is no file " + all.begin()->first);
} catch (std::exception const& e) {
    std::fprintf(stderr, "mutate: %s\n", e.what());
    return 1;
}
