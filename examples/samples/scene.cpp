// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "scene.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <utility>
#include <vector>

namespace samples
{
namespace
{

constexpr float pi = 3.14159265f;

/// A number from 0 to 1 that depends on all of its arguments and looks like chance.
float noise(std::uint32_t seed, int x, int y = 0)
{
    std::uint32_t hash = seed * 0x9E3779B9u + static_cast<std::uint32_t>(x) * 0x85EBCA6Bu +
                         static_cast<std::uint32_t>(y) * 0xC2B2AE35u;
    hash = (hash ^ hash >> 15) * 0x2C1B3C6Du;
    hash = (hash ^ hash >> 12) * 0x297A2D39u;
    return static_cast<float>((hash ^ hash >> 15) & 0xFFFFFF) / 0xFFFFFF;
}

float smooth(float from, float to, float value)
{
    float const t = std::clamp((value - from) / (to - from), 0.0f, 1.0f);
    return t * t * (3 - 2 * t);
}

colour mix(colour a, colour b, float t)
{
    return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

/// Waves between cells of noise, rolling hills when drawn as a line.
float roll(std::uint32_t seed, float x)
{
    float const cell = std::floor(x);
    float const t = smooth(0, 1, x - cell);
    int const n = static_cast<int>(cell);
    return noise(seed, n) * (1 - t) + noise(seed, n + 1) * t;
}

/// A function from 0 to 1, looked up, since pictures may ask for it a hundred million times.
template <class T>
class table
{
public:
    template <class F>
    explicit table(F const& f)
    {
        for (std::size_t n = 0; n != values_.size(); ++n)
            values_[n] = f(static_cast<float>(n) / static_cast<float>(values_.size()));
    }

    T operator()(float t) const
    {
        float const wrapped = t - std::floor(t);
        return values_[static_cast<std::size_t>(wrapped * static_cast<float>(values_.size())) %
                       values_.size()];
    }

private:
    std::vector<T> values_ = std::vector<T>(8192);
};

/// Colours that run into each other and back to the first.
table<colour> palette(std::uint32_t seed)
{
    float const start = noise(seed, 1);
    float const apart = 0.06f + 0.22f * noise(seed, 2);
    return table<colour>([=](float t) {
        auto const wave = [&](int n) {
            return 0.54f + 0.44f * std::cos(2 * pi * (t + start + apart * static_cast<float>(n)));
        };
        return colour{wave(0), wave(1), wave(2)};
    });
}

scene hills(std::uint32_t seed, float aspect)
{
    float const sun_x = aspect * (0.2f + 0.6f * noise(seed, 4));
    float const sun_y = 0.25f + 0.2f * noise(seed, 5);
    float const dusk = noise(seed, 6); // 0 is noon
    colour const zenith = mix({0.15f, 0.40f, 0.80f}, {0.16f, 0.10f, 0.40f}, dusk);
    colour const horizon = mix({0.80f, 0.90f, 1.00f}, {1.00f, 0.50f, 0.25f}, dusk);
    colour const far = mix({0.55f, 0.70f, 0.75f}, {0.60f, 0.35f, 0.50f}, dusk);
    colour const close = mix({0.08f, 0.28f, 0.12f}, {0.04f, 0.05f, 0.12f}, dusk);
    struct layer
    {
        table<float> crest;
        colour tint;
    };
    std::vector<layer> layers;
    for (int n = 0; n != 5; ++n) {
        float const depth = static_cast<float>(n) / 4;
        float const near = 1 + 2 * depth;
        auto const crest = [&](float t) {
            return 0.5f + 0.4f * depth -
                   0.16f * roll(seed + static_cast<std::uint32_t>(n), t * aspect * 9 / near) -
                   0.02f * roll(seed, t * aspect * 40 / near);
        };
        layers.push_back({table<float>(crest), mix(far, close, depth)});
    }
    return [=](float x, float y) {
        for (std::size_t n = layers.size(); n-- != 0;) {
            if (y > layers[n].crest(x / aspect))
                return layers[n].tint;
        }
        float const sun = std::hypot(x - sun_x, y - sun_y);
        return mix(mix(zenith, horizon, smooth(0.0f, 0.7f, y)), {1.0f, 0.92f, 0.7f},
                   std::max(smooth(0.082f, 0.078f, sun), 0.6f * smooth(0.5f, 0.0f, sun)));
    };
}

scene plasma(std::uint32_t seed, float)
{
    auto const colours = palette(seed);
    float const a = 5 + 6 * noise(seed, 8);
    float const b = 4 + 7 * noise(seed, 9);
    return [=](float x, float y) {
        float const v = std::sin(a * x + 2 * std::sin(b * y)) + std::sin(b * (x + y) * 0.7f) +
                        std::sin(7 * std::hypot(x - 0.4f, y - 0.6f));
        return colours(v * 0.22f);
    };
}

scene flower(std::uint32_t seed, float aspect)
{
    auto const colours = palette(seed);
    float const petals = 5 + std::floor(8 * noise(seed, 10));
    return [=](float x, float y) {
        float const dx = x - aspect / 2;
        float const dy = y - 0.5f;
        float const angle = std::atan2(dy, dx);
        float const radius = std::hypot(dx, dy) * (2.4f + 0.5f * std::cos(petals * angle));
        colour const seen = colours(radius * 0.9f + 0.08f * std::sin(petals * 2 * angle));
        return mix(seen, {0.04f, 0.05f, 0.1f}, smooth(0.75f, 1.5f, radius));
    };
}

scene fractal(std::uint32_t seed, float aspect)
{
    auto const colours = palette(seed);
    float const angle = 2 * pi * noise(seed, 11);
    std::complex<float> const c = std::polar(0.7885f, angle);
    return [=](float x, float y) {
        float re = (x - aspect / 2) * 2.6f;
        float im = (y - 0.5f) * 2.6f;
        int n = 0;
        for (; n != 60 && re * re + im * im < 16; ++n) {
            float const next = re * re - im * im + c.real();
            im = 2 * re * im + c.imag();
            re = next;
        }
        if (n == 60)
            return colour{0.02f, 0.02f, 0.05f};
        float const between = static_cast<float>(n) - std::log2(std::log2(re * re + im * im) / 4);
        return colours(0.25f * std::sqrt(std::max(between, 0.0f)));
    };
}

scene glass(std::uint32_t seed, float)
{
    auto const colours = palette(seed);
    float const cells = 6 + 5 * noise(seed, 12);
    return [=](float x, float y) {
        int const column = static_cast<int>(std::floor(x * cells));
        int const row = static_cast<int>(std::floor(y * cells));
        float nearest = 9;
        float second = 9;
        float tint = 0;
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
                float const px = static_cast<float>(column + dx) + noise(seed, column + dx, row + dy);
                float const py = static_cast<float>(row + dy) + noise(seed + 1, column + dx, row + dy);
                float const away = std::hypot(x * cells - px, y * cells - py);
                if (away < nearest) {
                    second = std::exchange(nearest, away);
                    tint = noise(seed + 2, column + dx, row + dy);
                } else {
                    second = std::min(second, away);
                }
            }
        }
        colour const pane = mix(colours(tint), {1, 1, 1}, 0.25f * smooth(0.6f, 0.0f, nearest));
        return mix({0.05f, 0.05f, 0.06f}, pane, smooth(0.03f, 0.09f, second - nearest));
    };
}

scene ripples(std::uint32_t seed, float aspect)
{
    auto const colours = palette(seed);
    std::array<std::pair<float, float>, 4> drops;
    for (int n = 0; auto& [x, y] : drops) {
        x = aspect * noise(seed, 13, n);
        y = noise(seed, 14, n++);
    }
    return [=](float x, float y) {
        float height = 0;
        for (auto const& drop : drops) {
            float const away = std::hypot(x - drop.first, y - drop.second);
            height += std::sin(away * 50) / (1 + 4 * away);
        }
        return mix(colours(0.15f * y + 0.1f), colours(0.5f), 0.5f + 0.25f * height);
    };
}

scene floor_tiles(std::uint32_t seed, float aspect)
{
    auto const colours = palette(seed);
    return [=, sky = colours(0.1f), dark = colours(0.35f), light = colours(0.75f)](float x, float y) {
        float const below = y - 0.42f;
        if (below <= 0)
            return mix(sky, {1, 1, 1}, smooth(-0.42f, 0.0f, below) * 0.85f);
        float const depth = 0.35f / (below + 0.02f);
        float const across = (x - aspect / 2) * depth * 2.2f;
        bool const odd =
            (static_cast<int>(std::floor(across)) + static_cast<int>(std::floor(depth * 2))) % 2 != 0;
        return mix(odd ? dark : light, {0.95f, 0.95f, 0.95f}, smooth(1.0f, 12.0f, depth));
    };
}

struct kind_of_scene
{
    char const* name;
    scene (*make)(std::uint32_t seed, float aspect);
};

constexpr std::array<kind_of_scene, scene_count> kinds{{
    {"hills", hills},
    {"plasma", plasma},
    {"flower", flower},
    {"fractal", fractal},
    {"glass", glass},
    {"ripples", ripples},
    {"floor", floor_tiles},
}};

bool in_box(float x, float y, float left, float top, float right, float bottom)
{
    return x >= left && x <= right && y >= top && y <= bottom;
}

bool on_arrow(float x, float y)
{
    bool const head = y >= -0.34f && y <= -0.08f && std::abs(x) <= (y + 0.34f) * 0.75f;
    return head || in_box(x, y, -0.07f, -0.09f, 0.07f, 0.34f);
}

bool on_letter(float x, float y)
{
    return in_box(x, y, 0.13f, 0.06f, 0.18f, 0.34f) || in_box(x, y, 0.13f, 0.06f, 0.30f, 0.11f) ||
           in_box(x, y, 0.13f, 0.17f, 0.25f, 0.22f);
}

} // namespace

scene make_scene(unsigned kind, std::uint32_t seed, float aspect)
{
    return kinds.at(kind).make(seed, aspect);
}

char const* scene_name(unsigned kind) { return kinds.at(kind).name; }

scene with_compass(scene behind, float aspect)
{
    return [behind = std::move(behind), aspect](float x, float y) {
        float const unit = std::min(1.0f, aspect);
        float const dx = (x - aspect / 2) / unit;
        float const dy = (y - 0.5f) / unit;
        if (on_arrow(dx, dy))
            return colour{1.0f, 0.25f, 0.1f};
        if (on_letter(dx, dy))
            return colour{0.1f, 0.2f, 0.9f};
        colour const seen = behind(x, y);
        return std::hypot(dx, dy) < 0.42f ? mix(seen, {1, 1, 1}, 0.8f) : seen;
    };
}

} // namespace samples
