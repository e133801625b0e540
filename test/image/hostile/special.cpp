// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "set.hpp"

#include <boost/filesystem/operations.hpp>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

namespace genpool::test
{

namespace fs = boost::filesystem;

std::vector<hostile_file> with_hostile_names()
{
    using namespace std::string_literals;
    bytes const png = encoded("png", spec(24, 16));
    bytes const cut(png.begin(), png.begin() + 40);
    std::vector<hostile_file> files;
    for (std::string const& name : {"-o"s,
                                    "--help"s,
                                    "-"s,
                                    " "s,
                                    "a b"s,
                                    "line\nbreak"s,
                                    "return\r"s,
                                    "tab\t"s,
                                    "bell\a"s,
                                    "\x1B[31mred"s,
                                    "\x1B]0;title\a"s,
                                    "\xFF\xFE"s,
                                    "half \xC3"s,
                                    "long \xC0\xAF"s,
                                    "\xE2\x80\xAEright to left"s,
                                    "\xEF\xBB\xBFmark"s,
                                    "\xC2\x85next line"s,
                                    "$(reboot)"s,
                                    "`reboot`"s,
                                    "$HOME"s,
                                    "; rm -rf ~"s,
                                    "| cat"s,
                                    "&& true"s,
                                    "'"s,
                                    "\""s,
                                    "\\"s,
                                    "\\n"s,
                                    "*"s,
                                    "?"s,
                                    "[a-z]"s,
                                    "{stem}"s,
                                    "{rel}"s,
                                    "{"s,
                                    "}"s,
                                    "%s%n%d"s,
                                    "%2e%2e%2f"s,
                                    "a..%00"s,
                                    "~"s,
                                    "#"s,
                                    "!"s,
                                    "<script>alert(1)<"s,
                                    "&amp;"s,
                                    "CON"s,
                                    "a:b"s,
                                    std::string(240, 'n'),
                                    std::string(251, 'm')}) {
        files.push_back({name + ".png", png, verdict::readable});
        if (name.size() < 240)
            files.push_back({name + "cut.png", cut, verdict::refused});
    }
    return files;
}

std::vector<std::string> make_special_files(fs::path const& directory)
{
    std::vector<std::string> names;
    auto const check = [](int result) {
        if (result != 0)
            throw std::system_error(errno, std::system_category());
    };
    for (std::string const extension : {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".exr"}) {
        auto const path = [&](std::string const& what) {
            names.push_back(what + extension);
            return directory / names.back();
        };
        check(::mkfifo(path("pipe").c_str(), 0666));
        check(::mknod(path("socket").c_str(), S_IFSOCK | 0666, 0));
        fs::create_symlink("/dev/zero", path("endless"));
        fs::create_symlink("/dev/null", path("device"));
        fs::create_symlink("pipe" + extension, path("link-to-pipe"));
        fs::create_directory(path("directory"));
        fs::create_symlink("..", path("up"));
        fs::create_symlink("round" + extension, path("round"));
        fs::create_symlink("there" + extension, path("here"));
        fs::create_symlink("here" + extension, path("there"));
        fs::create_symlink("missing", path("nowhere"));
        fs::create_symlink("nowhere" + extension + "/a.jpg", path("below-nowhere"));
    }
    return names;
}

} // namespace genpool::test
