// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "picture_reply.hpp"

#include "maker.hpp"

#include <exception>
#include <new>
#include <string>

namespace server
{

reply picture_reply(std::stop_token const& stop, std::function<genpool::image::thumbnail()> const& make)
{
    try {
        if (stop.stop_requested()) // nobody waits for it
            return refusal(http::status::service_unavailable, "stopped");
        auto const made = make();
        bool const is_png = made.format == genpool::image::thumbnail_format::png;
        return make_reply(http::status::ok, is_png ? "image/png" : "image/jpeg",
                          std::string(made.bytes.begin(), made.bytes.end()));
    } catch (unavailable const& error) {
        return refusal(http::status::service_unavailable, error.what());
    } catch (std::bad_alloc const&) {
        return refusal(http::status::service_unavailable, "there is not enough memory");
    } catch (std::exception const& error) {
        return refusal(http::status::unprocessable_entity, error.what());
    }
}

} // namespace server
