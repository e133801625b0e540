// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#include "pages.hpp"

#include "../thumbnails/output/names.hpp"
#include "../thumbnails/text/json.hpp"
#include "../tools/images.hpp"
#include "../tools/text.hpp"

#include <algorithm>

namespace server
{
namespace
{

constexpr char gallery[] = R"(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gallery</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/gallery.css">
<header>
<h1>Gallery</h1>
<input id="search" type="search" placeholder="Search names" aria-label="Search names" autofocus>
<output id="told" aria-live="polite"></output>
</header>
<main><ul id="images"></ul><button id="more" hidden>More</button></main>
<script src="/gallery.js"></script>
</html>
)";

constexpr char style[] = R"(:root { color-scheme: light dark }
body { font: 15px/1.4 system-ui, sans-serif; margin: 0 }
header { align-items: center; backdrop-filter: blur(8px); background: color-mix(in srgb, Canvas 85%, transparent);
  display: flex; flex-wrap: wrap; gap: .5rem 1rem; padding: .75rem 1rem; position: sticky; top: 0 }
h1 { font-size: 1.2rem; margin: 0 }
input { flex: 1; font: inherit; max-width: 24rem; min-width: 8rem; padding: .4rem .6rem }
main { padding: 0 1rem 2rem }
ul { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); list-style: none;
  margin: 0; padding: 0 }
a { color: inherit; display: block; text-decoration: none }
a:focus-visible { outline: 3px solid Highlight; outline-offset: 3px }
img { aspect-ratio: 1; background: #8882; border-radius: 6px; display: block; height: auto; object-fit: contain;
  width: 100% }
p { align-content: center; aspect-ratio: 1; background: #8882; border-radius: 6px; margin: 0; text-align: center }
span { display: block; font-size: .85rem; overflow: hidden; padding-top: .3rem; text-overflow: ellipsis;
  white-space: nowrap }
button { display: block; font: inherit; margin: 1.5rem auto; padding: .5rem 1.5rem }
button[hidden] { display: none }
)";

constexpr char script[] = R"('use strict';
const list = document.getElementById('images'), more = document.getElementById('more');
const search = document.getElementById('search'), told = document.getElementById('told');
let asked = 0;

function show(image) {
  const item = document.createElement('li'), link = document.createElement('a');
  const picture = document.createElement('img'), name = document.createElement('span');
  link.href = '/thumbnail/' + image.url + '?size=1600';
  picture.loading = 'lazy';
  picture.alt = '';
  picture.width = picture.height = 256;
  picture.src = '/thumbnail/' + image.url + '?size=256';
  let tries = 0; // a server that is busy refuses some
  picture.addEventListener('error', () => {
    if (++tries < 4) {
      setTimeout(() => { picture.src = '/thumbnail/' + image.url + '?size=256&try=' + tries; }, 1000 * tries);
      return;
    }
    const failed = document.createElement('p');
    failed.textContent = 'Cannot be shown';
    picture.replaceWith(failed);
  });
  name.textContent = link.title = image.name;
  link.append(picture, name);
  item.append(link);
  list.append(item);
}

async function load(again) {
  const mine = ++asked; // an answer that comes after a later question is dropped
  if (again) list.replaceChildren();
  more.hidden = true;
  const query = new URLSearchParams({ search: search.value, from: list.children.length, count: 60 });
  try {
    const reply = await fetch('/images?' + query);
    if (!reply.ok) throw new Error((await reply.text()).trim());
    const found = await reply.json();
    if (mine !== asked) return;
    found.images.forEach(show);
    more.hidden = !found.more;
    told.textContent = list.children.length + (found.more ? ' and more' : '') +
      (list.children.length === 1 && !found.more ? ' picture' : ' pictures');
  } catch (error) {
    if (mine === asked) {
      told.textContent = 'Cannot be shown: ' + error.message;
      more.hidden = false;
    }
  }
}

let typing;
search.addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(load, 150, true); });
more.addEventListener('click', () => load(false));
new IntersectionObserver(seen => { if (seen[0].isIntersecting && !more.hidden) load(false); }).observe(more);
load(true);
)";

constexpr char to_lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains(std::string_view text, std::string_view part)
{
    return !std::ranges::search(text, part, {}, to_lower, to_lower).empty() || part.empty();
}

} // namespace

bool make_page(std::string const& path, reply& made)
{
    if (path == "/") {
        made = make_reply(http::status::ok, "text/html; charset=utf-8", gallery);
        made.set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:");
    } else if (path == "/gallery.css") {
        made = make_reply(http::status::ok, "text/css; charset=utf-8", style);
    } else if (path == "/gallery.js") {
        made = make_reply(http::status::ok, "text/javascript; charset=utf-8", script);
    } else if (path == "/favicon.ico") { // browsers ask for it where a picture is shown alone
        made = make_reply(http::status::no_content, {}, {});
        made.erase(http::field::content_type);
        made.erase(http::field::content_length);
    } else {
        return false;
    }
    made.set(http::field::cache_control, "no-cache");
    return true;
}

std::string images_json(std::string const& directory, std::string_view search, int from, int count,
                        std::stop_token const& stop)
{
    // What cannot be walked cannot be shown either.
    auto walk = genpool::files(
        directory,
        {.recursive = true, .extensions = tools::image_extensions, .on_error = [](auto const&, auto) {}});
    std::string images;
    int seen = 0;
    for (auto&& image : walk) {
        if (stop.stop_requested()) // nobody waits for it
            break;
        std::string const name = thumbnails::below(image, directory).native();
        if (!contains(name, search) || seen++ < from)
            continue;
        if (seen > from + count)
            break;
        images += (images.empty() ? "" : ",") +
                  thumbnails::json_object().text("name", name).text("url", tools::url_path(name)).done();
    }
    return "{\"images\":[" + images + "],\"more\":" + (seen > from + count ? "true}" : "false}");
}

} // namespace server
