// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include <genpool/image/geometry.hpp>

#include <charconv>
#include <stdexcept>

namespace genpool::image
{
namespace
{

class geometry_reader
{
public:
    explicit geometry_reader(std::string_view text) : text_(text), rest_(text) {}

    geometry read()
    {
        geometry size(number());
        if (takes('x'))
            size.height = number();
        if (size.width == 0 && size.height == 0)
            refuse();
        while (!rest_.empty())
            read_flag();
        if (cover_ && exact_)
            refuse();
        size.fit = exact_ ? fitting::exact : cover_ ? fitting::cover : fitting::inside;
        size.scale = enlarge_ == shrink_ && (exact_ || enlarge_) ? scaling::both
                     : enlarge_                                  ? scaling::enlarge
                                                                 : scaling::shrink;
        return size;
    }

private:
    [[noreturn]] void refuse() const
    {
        throw std::invalid_argument("genpool: no geometry: '" + std::string(text_) +
                                    "': W, Wx, xH or WxH, 1 to 65500 each, and then ^ or !, <, >");
    }

    bool takes(char c)
    {
        bool const is_there = rest_.starts_with(c);
        rest_.remove_prefix(is_there);
        return is_there;
    }

    /// 0 where there is none.
    int number()
    {
        int value = 0;
        auto const end = rest_.data() + rest_.size();
        if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9')
            return 0;
        auto const [at, error] = std::from_chars(rest_.data(), end, value);
        if (error != std::errc() || value < 1 || value > 65500)
            refuse();
        rest_.remove_prefix(static_cast<std::size_t>(at - rest_.data()));
        return value;
    }

    void read_flag()
    {
        if (takes('^'))
            cover_ = true;
        else if (takes('!'))
            exact_ = true;
        else if (takes('<'))
            enlarge_ = true;
        else if (takes('>'))
            shrink_ = true;
        else
            refuse();
    }

    std::string_view text_;
    std::string_view rest_;
    bool cover_ = false;
    bool exact_ = false;
    bool enlarge_ = false;
    bool shrink_ = false;
};

} // namespace

geometry parse_geometry(std::string_view text) { return geometry_reader(text).read(); }

std::string to_string(geometry const& size)
{
    std::string text = size.width ? std::to_string(size.width) : std::string();
    if (size.height != size.width)
        text += 'x' + (size.height ? std::to_string(size.height) : std::string());
    bool const is_exact = size.fit == fitting::exact;
    if (size.fit != fitting::inside)
        text += is_exact ? '!' : '^';
    if (size.scale == scaling::enlarge)
        text += '<';
    else if (size.scale == scaling::both && !is_exact)
        text += "<>";
    else if (size.scale == scaling::shrink && is_exact)
        text += '>';
    return text;
}

} // namespace genpool::image
