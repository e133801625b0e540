// Copyright 2026 the genpool authors. Distributed under the Boost Software License, version 1.0.
// The pages in a browser: keyboard, filter, failures, a narrow window, dark and light, and that no request fails. Started
// by pages.sh.
'use strict';
const { chromium } = require('playwright-core');
const { spawn, spawnSync } = require('child_process');
const assert = require('assert');
const fs = require('fs');
const path = require('path');

const [browserPath, programs, work, screenshots] = process.argv.slice(2);
const photos = path.join(work, 'photos'), thumbs = path.join(work, 'thumbs');
const count = 60;

function run(name, args, status) {
  const done = spawnSync(path.join(programs, name), args, { encoding: 'utf8' });
  assert.strictEqual(done.status, status, `${name} ${args.join(' ')}: ${done.stderr}`);
  return done;
}

function makePictures() {
  run('genpool-samples', [photos, '--count', String(count)], 0);
  fs.writeFileSync(path.join(photos, 'bad <b> & "x".jpg'), 'no picture');
  fs.writeFileSync(path.join(photos, 'empty.png'), '');
  const first = fs.readdirSync(photos).filter(name => name.endsWith('.jpg') && !name.startsWith('bad')).sort()[0];
  const small = path.join(work, 'small');
  run('genpool-thumbnails', [path.join(photos, first), '-o', small, '--size', '200'], 0);
  fs.renameSync(path.join(small, first + '.jpg'), path.join(photos, first.replace('.jpg', '-small.jpg')));
  return first;
}

/// A server, and where it listens.
function startServer() {
  const server = spawn(path.join(programs, 'genpool-server'), [photos, '--port', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    server.on('exit', status => reject(new Error('the server ended with ' + status)));
    server.stderr.on('data', text => {
      const found = /listening on (\S+)/.exec(text);
      if (found) resolve({ server, address: found[1] });
    });
  });
}

/// A page on which everything that goes wrong is remembered.
async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('requestfailed', request => wrong.push(request.url() + ': ' + request.failure().errorText));
  page.on('response', reply => { if (reply.status() >= 400) wrong.push(reply.url() + ': ' + reply.status()); });
  page.on('console', said => { if (said.type() === 'error') wrong.push(said.text()); });
  page.on('pageerror', error => wrong.push(String(error)));
  await page.goto(address);
  return { page, wrong, close: () => context.close() };
}

async function shoot(page, name) {
  if (screenshots) await page.screenshot({ path: path.join(screenshots, name + '.png') });
}

/// That all pictures that can be seen are there.
async function allShown(page) {
  await page.waitForFunction(() => [...document.images].filter(one => {
    const box = one.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && !(one.complete && one.naturalWidth > 0);
  }).length === 0);
  assert(await page.evaluate(() => document.images.length) > 0);
}

const fits = page => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
const background = page => page.evaluate(() => {
  const drawn = getComputedStyle(document.body).backgroundColor;
  return drawn === 'rgba(0, 0, 0, 0)' ? getComputedStyle(document.documentElement).colorScheme + matchMedia('(prefers-color-scheme: dark)').matches : drawn;
});

/// What every page must bear: a narrow window, dark and light.
async function looks(browser, address, name) {
  const seen = new Set();
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1000, 320]) {
      const { page, wrong, close } = await open(browser, address, { colorScheme, viewport: { width, height: 700 } });
      await allShown(page);
      assert(await fits(page), `${name} is wider than a window of ${width}`);
      if (width === 1000) seen.add(await background(page));
      await shoot(page, `${name}-${colorScheme}-${width}`);
      assert.deepStrictEqual(wrong, []);
      await close();
    }
  }
  assert.strictEqual(seen.size, 2, name + ' is the same in the dark');
}

async function testReport(browser) {
  run('genpool-thumbnails', [photos, '-o', thumbs, '--size', '200', '--report', path.join(thumbs, 'index.html')], 1);
  const address = 'file://' + path.join(thumbs, 'index.html');
  await looks(browser, address, 'report');
  const { page, wrong, close } = await open(browser, address);
  await allShown(page);
  const status = () => page.textContent('#count');
  const focused = () => page.evaluate(() => document.activeElement.title || document.activeElement.id);
  assert.strictEqual(await status(), `${count + 1} pictures`);

  // Failures stand above the pictures, with their reasons, and lead to their files.
  assert.strictEqual(await page.textContent('#failures h2'), '2 failures');
  const failures = await page.$$eval('#failures tr', rows => rows.map(row => row.textContent));
  assert(failures.some(text => text.includes('bad <b> & "x".jpg') && text.includes('not a JPEG')), failures.join());
  assert(failures.some(text => text.includes('empty.png') && text.includes('the file is empty')));
  const above = await page.evaluate(() => document.getElementById('failures').getBoundingClientRect().bottom <=
    document.getElementById('view').getBoundingClientRect().top);
  assert(above, 'failures are not on top');
  const links = await page.$$eval('#failures a', all => all.map(one => decodeURIComponent(one.href)));
  for (const link of links) assert(fs.existsSync(link.slice('file://'.length)), link);

  // The keyboard alone: to the filter, to the pictures, among them, and back.
  await page.keyboard.press('/');
  assert.strictEqual(await focused(), 'filter');
  const some = await page.evaluate(() => made[3].path.split('/').pop());
  await page.keyboard.type(some.slice(0, 8));
  assert(/^\d+ of \d+ pictures$/.test(await status()), await status());
  assert(await page.isHidden('#failures'));
  await page.keyboard.press('ArrowDown');
  assert((await focused()).includes(some.slice(0, 8)));
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  assert.strictEqual(await status(), `${count + 1} pictures`);
  await page.keyboard.press('ArrowDown');
  const start = await focused();
  await page.keyboard.press('ArrowRight');
  assert.notStrictEqual(await focused(), start);
  await page.keyboard.press('ArrowLeft');
  assert.strictEqual(await focused(), start);
  await page.keyboard.press('End');
  await allShown(page);
  const last = await focused();
  assert.notStrictEqual(last, start);
  assert(await page.evaluate(() => { const box = document.activeElement.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight + 1; }));
  await page.keyboard.press('Home');
  assert.strictEqual(await focused(), start);
  await page.fill('#filter', 'nothing has this name');
  assert(await page.isVisible('#empty'));
  await page.fill('#filter', '');
  await page.selectOption('#sort', 'large');
  const sizes = await page.$$eval('.cell .more', all => all.map(one => { const [w, h] = one.textContent.match(/\d+/g); return w * h; }));
  assert.deepStrictEqual(sizes, [...sizes].sort((a, b) => b - a));
  await allShown(page);
  const target = await page.evaluate(() => decodeURIComponent(document.querySelector('.cell a').href));
  assert(fs.existsSync(target.slice('file://'.length)), target);
  assert.deepStrictEqual(wrong, []);
  await close();
}

async function testGallery(browser, first) {
  const { server, address } = await startServer();
  try {
    // The two that are no pictures are refused, and shown as such: those requests alone may fail.
    for (const name of ['bad <b> & "x".jpg', 'empty.png']) fs.renameSync(path.join(photos, name), path.join(work, name));
    await looks(browser, address, 'gallery');
    const { page, wrong, close } = await open(browser, address);
    await allShown(page);
    await page.waitForFunction(() => document.getElementById('told').textContent !== '');
    assert.strictEqual(await page.textContent('#told'), '60 and more pictures');
    // The next ones come when they are scrolled to.
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction(all => document.getElementById('told').textContent === all + ' pictures', count + 1);
    await allShown(page);
    await page.evaluate(() => scrollTo(0, 0));

    assert.strictEqual(await page.evaluate(() => document.activeElement.id), 'search');
    await page.keyboard.type(first.slice(0, 6).toUpperCase());
    await page.waitForFunction(() => document.getElementById('told').textContent === '2 pictures');
    await allShown(page);
    await page.keyboard.press('Tab');
    const link = await page.evaluate(() => document.activeElement.href);
    assert(link.includes('/thumbnail/'), link);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/thumbnail/**');
    assert(await page.evaluate(() => document.images[0].naturalWidth) > 0);
    await page.goBack();
    await page.fill('#search', 'nothing has this name');
    await page.waitForFunction(() => document.getElementById('told').textContent === '0 pictures');
    assert.deepStrictEqual(wrong, []);
    await close();

    fs.renameSync(path.join(work, 'empty.png'), path.join(photos, 'empty.png'));
    const other = await open(browser, address);
    await other.page.fill('#search', 'empty');
    await other.page.waitForSelector('li p', { timeout: 20000 });
    assert.strictEqual(await other.page.textContent('li p'), 'Cannot be shown');
    await other.close();
  } finally {
    server.removeAllListeners('exit');
    server.kill();
  }
}

async function testDuplicates(browser) {
  const file = path.join(work, 'duplicates.html');
  run('genpool-duplicates', [photos, '--html', file], 1); // since empty.png is there again
  await looks(browser, 'file://' + file, 'duplicates');
  const { page, wrong, close } = await open(browser, 'file://' + file);
  assert(await page.$$eval('section', all => all.length) >= 1);
  for (const items of await page.$$eval('section ul', all => all.map(one => one.children.length))) assert(items >= 2);
  await page.keyboard.press('Tab');
  const link = await page.evaluate(() => decodeURIComponent(document.activeElement.href));
  assert(fs.existsSync(link.slice('file://'.length)), link);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notStrictEqual(outline, 'none');
  assert.deepStrictEqual(wrong, []);
  await close();
}

async function main() {
  const first = makePictures();
  const args = process.getuid() === 0 ? ['--no-sandbox'] : []; // Chromium's refuses to run as root
  const browser = await chromium.launch({ executablePath: browserPath, args });
  try {
    await testReport(browser);
    await testGallery(browser, first);
    await testDuplicates(browser);
  } finally {
    await browser.close();
  }
  console.log('the pages of the report, the gallery and the duplicates hold');
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
