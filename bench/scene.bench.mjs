// The scene under load: the whole window without a host in headless Chromium, frames of an invented machine at 30 Hz.
//   npm run bench -- scene [--depth 4] [--events 144000] [--seconds 20] [--size 1280x720] [--json]
// js_ms_p95 is the 95th percentile over half-second windows of each window's own 95th percentile: an upper bound.
// With software GL the governor draws fewer events and spheres than are held; both figures are given.
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import react from '@vitejs/plugin-react';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const { values } = parseArgs({
  options: {
    depth: { type: 'string', default: '4' },
    events: { type: 'string', default: '144000' },
    seconds: { type: 'string', default: '20' },
    size: { type: 'string', default: '1280x720' },
    json: { type: 'boolean', default: false },
  },
});
const [depth, events, seconds] = [values.depth, values.events, values.seconds].map(Number);
const [width, height] = values.size.split('x').map(Number);
const root = join(import.meta.dirname, 'scene');
const page = join(import.meta.dirname, '../out/bench-scene');
/** Events that come with each of 30 frames a second: about 23,000 tokens a second. */
const EVENTS_A_FRAME = 768;
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Chromium here: named, installed, or the one that comes with npm ci. */
async function chromiumPath() {
  const named = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const found = named.find((path) => path && existsSync(path));
  if (found) return found;
  const { default: bundled } = await import('@sparticuz/chromium');
  return bundled.executablePath();
}

async function serve() {
  const server = createServer(async (request, response) => {
    const file = request.url === '/' ? 'index.html' : request.url.slice(1);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.end(await readFile(join(page, file)).catch(() => ''));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const at = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const ascending = (numbers) => [...numbers].sort((a, b) => a - b);
const round = (number, digits) => Number(number.toFixed(digits));

async function heapBytes(session) {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

async function measure(url) {
  const browser = await chromium.launch({
    executablePath: await chromiumPath(),
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
    ],
  });
  const context = await browser.newContext({ viewport: { width, height }, locale: 'en-GB' });
  const tab = await context.newPage();
  await tab.goto(url);
  await tab.waitForFunction(() => window.bench !== undefined);
  const session = await context.newCDPSession(tab);
  await tab.evaluate(([d, e]) => window.bench.fill(d, e), [depth, events]);
  await tab.evaluate(
    ([d, n, first]) => window.bench.feed(d, n, first),
    [depth, EVENTS_A_FRAME, events + 1],
  );
  await tab.waitForTimeout(5_000); // until the governor has settled and the code is warm
  const heapBefore = await heapBytes(session);
  await tab.evaluate(() => window.bench.collect());
  await tab.waitForTimeout(seconds * 1_000);
  const windows = await tab.evaluate(() => window.bench.collected());
  const heapAfter = await heapBytes(session);
  await browser.close();
  return { windows, heapGrowth: heapAfter - heapBefore };
}

await build({
  root,
  base: './',
  logLevel: 'error',
  plugins: [react()],
  build: { outDir: page, emptyOutDir: true, chunkSizeWarningLimit: 9_999 },
});
const server = await serve();
const { windows, heapGrowth } = await measure(`http://127.0.0.1:${server.address().port}/`);
server.close();
const of = (name) => ascending(windows.map((figures) => figures[name]));
const newest = windows.at(-1);
const result = {
  spheres: newest.spheres,
  spheres_drawn: newest.spheresDrawn,
  events: newest.eventsHeld,
  events_drawn: newest.eventsDrawn,
  draw_calls: at(of('drawCalls'), 1),
  js_ms_p95: round(at(of('jsMs'), 0.95), 2),
  js_ms_median: round(at(of('jsMs'), 0.5), 2),
  upload_mb_per_frame: round(at(of('uploadBytes'), 0.5) / 1e6, 3),
  fps: round(at(of('framesPerSecond'), 0.5), 1),
  heap_growth_bytes: heapGrowth,
  windows: windows.length,
  size: values.size,
  renderer: newest.renderer,
};
if (values.json) console.log(JSON.stringify(result));
else for (const [name, value] of Object.entries(result)) console.log(`${name.padEnd(20)} ${value}`);
