// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "console.hpp"

#include <genpool/files.hpp>

#include "../input/inputs.hpp"
#include "../text/printable.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <stop_token>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace thumbnails
{
namespace
{

using namespace std::chrono_literals;

bool is_set(char const* variable)
{
    char const* const value = std::getenv(variable);
    return value && *value;
}

bool is_terminal()
{
    char const* const kind = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) && kind && std::string_view(kind) != "dumb";
}

/// How many characters a line has.
std::size_t terminal_width()
{
    winsize size = {};
    bool const is_known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
    return is_known ? size.ws_col : 80;
}

/// As 5s, 4m05s or 3h07m.
std::string duration_text(double seconds)
{
    auto const whole = static_cast<long long>(std::min(seconds + 0.5, 1e7));
    char text[32];
    if (whole < 60)
        std::snprintf(text, sizeof(text), "%llds", whole);
    else if (whole < 3600)
        std::snprintf(text, sizeof(text), "%lldm%02llds", whole / 60, whole % 60);
    else
        std::snprintf(text, sizeof(text), "%lldh%02lldm", whole / 3600, whole / 60 % 60);
    return text;
}

std::string rate_text(double rate)
{
    char text[32];
    std::snprintf(text, sizeof(text), rate < 100 ? "%.1f/s" : "%.0f/s", rate);
    return text;
}

/// In one piece, or what other programs write might come in between.
void write(std::string const& text) { std::cerr << text << std::flush; }

} // namespace

image_count::image_count(command_line const& given)
    : walker_([this, &given](std::stop_token stop) {
          auto const ignore = [](auto const&, auto const&) {};
          border const sides = border_of(given);
          for (boost::filesystem::path const& named : given.input.named) {
              for (auto const& image :
                   genpool::files(named, {.recursive = given.input.recursive,
                                         .extensions = given.input.extensions,
                                         .follow_symlinks = true,
                                         .enter = [&](auto const& path) { return !sides.is_in_output(path); },
                                         .on_error = ignore})) {
                  if (stop.stop_requested())
                      return;
                  found_ += image.empty() ? 0 : 1;
              }
          }
          is_done_ = true;
      })
{}

std::optional<std::size_t> image_count::all() const
{
    return is_done_ ? std::optional(found_.load()) : std::nullopt;
}

console::console(command_line const& given, boost::asio::io_context& here)
    : given_(&given), has_bar_(is_terminal() && !is_set("CI") && !given.telling.quiet),
      has_colours_(is_terminal() && !is_set("NO_COLOR")), timer_(here)
{
    // Of parts of the images, and of lists, nobody knows how many there are.
    auto const all = directories_of(given.input);
    if (has_bar_ && given.input.shards == 1 && given.input.list.empty() && given.input.excluded.empty() &&
        all.size() == given.input.named.size())
        count_.emplace(given);
    if (!given.telling.quiet)
        wait();
}

void console::wait()
{
    timer_.expires_after(has_bar_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(30s));
    timer_.async_wait([this](boost::system::error_code error) {
        if (error)
            return;
        show();
        wait();
    });
}

std::string console::bar() const
{
    std::string text = std::to_string(last_.done + last_.up_to_date) + " done";
    if (last_.failed)
        text += ", " + std::to_string(last_.failed) + " failed";
    text += ", " + rate_text(last_.rate());
    auto const all = count_ ? count_->all() : std::nullopt;
    if (!all || *all == 0 || last_.all() == 0)
        return text;
    double const part = std::min(1.0, static_cast<double>(last_.all()) / static_cast<double>(*all));
    double const left = last_.seconds() / part - last_.seconds();
    text = std::to_string(static_cast<int>(part * 100)) + "% of " + std::to_string(*all) + ", " + text +
           ", " + duration_text(left) + " left";
    constexpr std::size_t longest = 40;
    std::size_t const width = terminal_width();
    if (width < text.size() + 12)
        return text.substr(0, width - 1);
    std::size_t const cells = std::min(longest, width - text.size() - 4);
    auto const full = static_cast<std::size_t>(part * static_cast<double>(cells));
    return '[' + std::string(full, '#') + std::string(cells - full, '-') + "] " + text;
}

void console::show()
{
    if (has_bar_)
        write("\r\x1b[K" + bar());
    else
        write(bar() + '\n');
    is_shown_ = has_bar_;
}

void console::say(std::string const& line)
{
    // The bar comes again with the next tick.
    write((is_shown_ ? "\r\x1b[K" : "") + line + '\n');
    is_shown_ = false;
}

void console::tell(told const& one, totals const& so_far)
{
    last_ = so_far;
    if (one.problem.empty())
        return;
    std::string const line = printable(one.image.string() + ": " + one.problem);
    say(has_colours_ ? "\x1b[31m" + line + "\x1b[0m" : line);
}

void console::end(totals const& all)
{
    timer_.cancel();
    if (given_->telling.quiet)
        return;
    char text[128];
    std::snprintf(text, sizeof(text), "%zu done, %zu failed, %.2f seconds, %.1f images per second", all.done,
                  all.failed, all.seconds(), all.rate());
    say(text + (all.up_to_date ? ", " + std::to_string(all.up_to_date) + " up to date" : std::string()));
}

} // namespace thumbnails
