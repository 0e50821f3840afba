import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const ROOT = import.meta.dirname;
const PAGE = join(ROOT, '../../out/bench-scene');
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

/** Headless, with WebGL drawn by the processor. */
export async function openBrowser() {
  return chromium.launch({
    executablePath: await chromiumPath(),
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
    ],
  });
}

/** Builds the page that holds the scene without a host, and serves it; `close` ends that. */
export async function serveScene() {
  process.env.NODE_ENV = 'production'; // whoever builds: React as it ships
  await build({
    root: ROOT,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: PAGE, emptyOutDir: true, chunkSizeWarningLimit: 9_999 },
  });
  const server = createServer(async (request, response) => {
    const path = request.url.split('?')[0];
    const file = path === '/' ? 'index.html' : path.slice(1);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.end(await readFile(join(PAGE, file)).catch(() => ''));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
