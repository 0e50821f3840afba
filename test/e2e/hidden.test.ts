import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium, NO_CHROMIUM } from '../helpers/chromium.ts';
import { startWebShell } from '../helpers/web-shell.ts';
import type { WebShell } from '../helpers/web-shell.ts';

declare global {
  interface Window {
    /** Frames that came over the socket, draws that WebGL was asked for, since it was last set to 0. */
    work: { frames: number; draws: number };
  }
}

let browser: Browser | undefined;
let shell: WebShell | undefined;
const runs = mkdtempSync(join(tmpdir(), 'crystalline-hidden-'));

beforeAll(async () => {
  browser = await launchChromium();
  if (browser) shell = await startWebShell(runs);
});

afterAll(async () => {
  await browser?.close();
  await shell?.kill();
  rmSync(runs, { recursive: true, force: true });
});

/** Runs in the page before its own scripts. */
function countWork(): void {
  window.work = { frames: 0, draws: 0 };
  const PlainSocket = window.WebSocket;
  window.WebSocket = class extends PlainSocket {
    constructor(...rest: ConstructorParameters<typeof PlainSocket>) {
      super(...rest);
      this.addEventListener('message', ({ data }) => {
        if (data instanceof ArrayBuffer) window.work.frames += 1;
      });
    }
  };
  const { prototype } = WebGL2RenderingContext;
  for (const name of ['drawElements', 'drawArrays'] as const) {
    const plain = prototype[name] as (...rest: unknown[]) => void;
    Object.defineProperty(prototype, name, {
      value(this: WebGL2RenderingContext, ...rest: unknown[]) {
        window.work.draws += 1;
        return plain.apply(this, rest);
      },
    });
  }
}

/** As if another window were put over the page; its animation frames go on, so that a scene that drew would be seen to. */
async function show(page: Page, visible: boolean): Promise<void> {
  await page.evaluate((shown) => {
    Object.defineProperty(document, 'hidden', { value: !shown, configurable: true });
    const visibilityState = shown ? 'visible' : 'hidden';
    Object.defineProperty(document, 'visibilityState', {
      value: visibilityState,
      configurable: true,
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visible);
}

async function stepOf(page: Page): Promise<number> {
  const bar = page.getByRole('progressbar', { name: 'Steps trained' });
  return Number(await bar.getAttribute('aria-valuenow'));
}

it('asks for no frame and draws nothing while the window is hidden, though the run goes on', async (ctx) => {
  if (!browser || !shell) return ctx.skip(NO_CHROMIUM);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(countWork);
  await page.goto(shell.url);
  for (const [label, value] of Object.entries({ Steps: '1000000', 'Sample every': '0' })) {
    await page.getByRole('textbox', { name: label, exact: true }).fill(value);
  }
  await page.getByRole('button', { name: 'Start training' }).click();
  const work = () => page.evaluate(() => window.work);
  await expect.poll(async () => (await work()).frames, { timeout: 60_000 }).toBeGreaterThan(20);
  expect((await work()).draws).toBeGreaterThan(0);

  await show(page, false);
  await page.waitForTimeout(3_000); // what is under way arrives, and glides to its end
  const before = await stepOf(page);
  await page.evaluate(() => Object.assign(window.work, { frames: 0, draws: 0 }));
  await page.waitForTimeout(3_000);
  expect(await work()).toEqual({ frames: 0, draws: 0 });
  expect(await stepOf(page)).toBeGreaterThan(before); // its numbers still come

  await show(page, true);
  await expect.poll(async () => (await work()).frames).toBeGreaterThan(3);
  await expect.poll(async () => (await work()).draws).toBeGreaterThan(3);
}, 120_000);
