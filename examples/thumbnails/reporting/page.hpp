// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
#pragma once

namespace thumbnails
{

// The report: between its two halves is what report.cpp writes, an array of images in JSON.

inline constexpr char page_head[] = R"page(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Thumbnails</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; --back: #fff; --plate: #f2f2f4; --text: #1a1a1e; --faint: #5c5c66;
  --line: #d8d8de; --bad: #b3141f; --bad-back: #fdecec; --focus: #0a58ca; }
@media (prefers-color-scheme: dark) { :root { --back: #16161a; --plate: #222228; --text: #ececf0;
  --faint: #a4a4b0; --line: #3a3a44; --bad: #ff8f8f; --bad-back: #3a1c20; --focus: #8ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.4 system-ui, sans-serif; color: var(--text); background: var(--back); }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem .75rem;
  align-items: center; padding: .6rem 1rem; background: var(--back); border-bottom: 1px solid var(--line); }
h1 { font-size: 1.05rem; margin: 0; }
h2 { font-size: 1rem; margin: 0 0 .5rem; color: var(--bad); }
#count { color: var(--faint); margin-right: auto; }
input, select { font: inherit; color: inherit; background: var(--plate); border: 1px solid var(--line);
  border-radius: 6px; padding: .3rem .5rem; max-width: 100%; }
input { width: 16rem; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
#failures { margin: 1rem; padding: .75rem 1rem; background: var(--bad-back); border-radius: 8px;
  max-height: 40vh; overflow: auto; }
#failures table { border-collapse: collapse; width: 100%; }
#failures td { padding: .2rem .75rem .2rem 0; vertical-align: top; overflow-wrap: anywhere; }
#failures a { color: inherit; }
#view { position: relative; margin: 1rem; }
.cell { position: absolute; padding: 4px; }
.cell a { display: block; height: 100%; border-radius: 8px; padding: 6px; background: var(--plate);
  color: inherit; text-decoration: none; }
.cell img { display: block; width: 100%; height: calc(100% - 2.8em); object-fit: contain; }
.cell span { display: block; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font-size: 13px; }
.cell .more { color: var(--faint); font-size: 12px; }
#empty { margin: 2rem 1rem; color: var(--faint); }
[hidden] { display: none !important; }
@media (max-width: 520px) { header { position: static; } input { width: 100%; } #count { flex-basis: 100%; } }
</style>
</head>
<body>
<header>
<h1>Thumbnails</h1>
<span id="count" role="status"></span>
<input id="filter" type="search" placeholder="Part of a name   ( / )" aria-label="Show only names with">
<select id="sort" aria-label="Order">
<option value="found">as found</option>
<option value="name">by name</option>
<option value="large">largest picture first</option>
<option value="slow">slowest first</option>
</select>
</header>
<section id="failures" aria-label="Failures" tabindex="0" hidden><h2></h2><table></table></section>
<p id="empty" hidden>No picture has that in its name.</p>
<main id="view" aria-label="Pictures"></main>
<noscript><p>This page needs JavaScript to show its pictures.</p></noscript>
<script type="application/json" id="data">[
)page";

inline constexpr char page_tail[] = R"page(]</script>
<script>
"use strict";
const $ = id => document.getElementById(id);
const all = JSON.parse($("data").textContent);
const failed = all.filter(one => one.error), made = all.filter(one => !one.error);
// Half surrogates stand for bytes that are no text: %XX in a link, and a mark where they are read.
const readable = text => text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, c => c.length === 2 ? c : "\uFFFD");
const link = path => path.split("/").map(part => Array.from(part, c => {
  const code = c.codePointAt(0);
  return code >= 0xDC80 && code <= 0xDCFF ? "%" + (code - 0xDC00).toString(16).toUpperCase() : encodeURIComponent(c);
}).join("")).join("/");
const element = (name, text, parent) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (parent) parent.append(made);
  return made;
};

const rows = $("failures").querySelector("table");
function showFailures(wanted) {
  const shown = failed.filter(one => wanted(one));
  $("failures").hidden = shown.length === 0;
  $("failures").querySelector("h2").textContent = shown.length + (shown.length === 1 ? " failure" : " failures");
  rows.replaceChildren();
  for (const one of shown.slice(0, 1000)) {
    const row = element("tr", undefined, rows);
    const file = element("a", readable(one.path), element("td", undefined, row));
    file.href = link(one.link);
    element("td", readable(one.error), row);
  }
  if (shown.length > 1000) element("td", "and " + (shown.length - 1000) + " more", element("tr", undefined, rows));
}

// Only what can be seen is in the document: each picture has its place, whatever there is before it.
const view = $("view"), cells = new Map();
let shown = made, columns = 1, wide = 0, high = 0;
const pixels = one => one.width * one.height;
const orders = {
  found: () => 0,
  name: (a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
  large: (a, b) => pixels(b) - pixels(a),
  slow: (a, b) => b.ms - a.ms,
};
function cell(one) {
  const box = element("div");
  box.className = "cell";
  const target = element("a", undefined, box);
  target.href = link(one.thumbnail);
  target.title = readable(one.path);
  const picture = element("img", undefined, target);
  picture.loading = "lazy";
  picture.decoding = "async";
  picture.alt = "";
  picture.src = link(one.thumbnail);
  element("span", readable(one.path.slice(one.path.lastIndexOf("/") + 1)), target);
  const more = one.width ? one.width + " \u00D7 " + one.height + ", " + one.ms.toFixed(0) + " ms" : "up to date";
  element("span", more, target).className = "more";
  return box;
}
function render() {
  const top = scrollY - view.offsetTop - innerHeight, bottom = top + 3 * innerHeight;
  const first = Math.max(0, Math.floor(top / high)) * columns;
  const last = Math.min(shown.length, Math.ceil(bottom / high) * columns);
  const focused = cells.get(focus());
  for (const [n, box] of cells) {
    if ((n < first || n >= last) && box !== focused) { box.remove(); cells.delete(n); }
  }
  for (let n = first; n < last; ++n) {
    if (cells.has(n)) continue;
    const box = cell(shown[n]);
    box.dataset.n = n;
    box.style.cssText = `width:${wide}px;height:${high}px;left:${n % columns * wide}px;top:${Math.floor(n / columns) * high}px`;
    cells.set(n, box);
    // In their order, so that the tab key goes on with the next.
    const after = [...view.children].find(other => other.dataset.n > n);
    view.insertBefore(box, after || null);
  }
}
function layout() {
  const all = view.clientWidth;
  columns = Math.max(1, Math.floor(all / 160));
  wide = all / columns;
  high = Math.round(wide * 0.85) + 40;
  view.style.height = Math.ceil(shown.length / columns) * high + "px";
  cells.clear();
  view.replaceChildren();
  render();
}
function update() {
  const text = $("filter").value.toLowerCase();
  const wanted = one => readable(one.path).toLowerCase().includes(text) || (one.error || "").toLowerCase().includes(text);
  shown = made.filter(wanted);
  if ($("sort").value !== "found") shown.sort(orders[$("sort").value]);
  $("count").textContent = shown.length + (shown.length === made.length ? "" : " of " + made.length) +
    (made.length === 1 ? " picture" : " pictures");
  $("empty").hidden = shown.length !== 0 || made.length === 0;
  showFailures(wanted);
  layout();
}
const focus = () => { const box = document.activeElement && document.activeElement.closest(".cell"); return box ? +box.dataset.n : -1; };
function go(n) {
  n = Math.min(shown.length - 1, Math.max(0, n));
  const y = view.offsetTop + Math.floor(n / columns) * high, bar = document.querySelector("header").offsetHeight;
  if (y - bar < scrollY) scrollTo(0, y - bar);
  else if (y + high > scrollY + innerHeight) scrollTo(0, y + high - innerHeight);
  render();
  const box = cells.get(n);
  if (box) box.firstChild.focus({ preventScroll: true });
}
addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const field = event.target.matches("input, select");
  if (event.key === "/" && !field) { event.preventDefault(); $("filter").focus(); return; }
  if (event.key === "Escape" && event.target === $("filter")) { $("filter").value = ""; update(); return; }
  if (event.key === "ArrowDown" && event.target === $("filter") && shown.length) { event.preventDefault(); go(0); return; }
  const n = focus();
  if (field || n < 0) return;
  const page = Math.max(1, Math.floor(innerHeight / high)) * columns;
  const step = { ArrowRight: n + 1, ArrowLeft: n - 1, ArrowDown: n + columns, ArrowUp: n - columns, PageDown: n + page,
    PageUp: n - page, Home: 0, End: shown.length - 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  go(step);
});
let waits = false;
addEventListener("scroll", () => {
  if (waits) return;
  waits = true;
  requestAnimationFrame(() => { waits = false; render(); });
}, { passive: true });
addEventListener("resize", layout);
$("filter").addEventListener("input", update);
$("sort").addEventListener("change", update);
update();
</script>
</body>
</html>
)page";

} // namespace thumbnails
