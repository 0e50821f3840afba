import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium, NO_CHROMIUM } from '../helpers/chromium.ts';
import { checkpointName, checkpoints, onlyRun, readMetricsLog } from '../helpers/run-directory.ts';
import { startWebShell, type WebShell } from '../helpers/web-shell.ts';

let browser: Browser | undefined;
let runs: string;
let shell: WebShell | undefined;

beforeAll(async () => {
  browser = await launchChromium();
  runs = mkdtempSync(join(tmpdir(), 'crystalline-e2e-'));
});

afterAll(async () => {
  await browser?.close();
  await shell?.kill();
  rmSync(runs, { recursive: true, force: true });
});

/** Opens the program as a user does and keeps what the console complains of. */
async function openWindow(complaints: string[]): Promise<Page> {
  shell = await startWebShell(runs);
  const page = await (browser as Browser).newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(shell.url);
  return page;
}

/** The step the window shows. */
async function shownStep(page: Page): Promise<number> {
  const bar = page.getByRole('progressbar', { name: 'Steps trained' });
  return Number(await bar.getAttribute('aria-valuenow'));
}

/** Waits until the window says that the machine stands still. */
async function paused(page: Page): Promise<void> {
  await page.getByText('Paused', { exact: true }).first().waitFor();
}

it('opens, trains, pauses, saves, survives kill -9 and goes on with the same bits', async (ctx) => {
  if (!browser) return ctx.skip(NO_CHROMIUM);
  const complaints: string[] = [];
  const page = await openWindow(complaints);

  await page.getByRole('button', { name: 'Start training' }).click();
  await expect.poll(() => shownStep(page), { timeout: 60_000 }).toBeGreaterThan(30);
  const run = onlyRun(runs);
  const early = readMetricsLog(run);
  expect(early.at(-1)?.lossNats).toBeLessThan(early[0]?.lossNats ?? 0);

  await page.getByRole('button', { name: 'Pause' }).click();
  await paused(page);
  const pausedAt = await shownStep(page);
  await page.waitForTimeout(2_000);
  expect(await shownStep(page)).toBe(pausedAt);

  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => shownStep(page), { timeout: 30_000 }).toBeGreaterThan(pausedAt + 5);
  await page.getByRole('button', { name: 'Pause' }).click();
  await paused(page);
  await page.getByRole('button', { name: /^Checkpoint/ }).click();
  const saved = await shownStep(page);
  await expect.poll(() => checkpoints(run)).toContain(checkpointName(saved));

  await page.getByRole('button', { name: /^Step/ }).click();
  await expect.poll(() => shownStep(page)).toBe(saved + 1);
  await expect.poll(() => readMetricsLog(run).at(-1)?.step).toBe(saved + 1);
  const lossBefore = readMetricsLog(run).at(-1)?.lossNats;

  await shell?.kill();
  await page.getByText('The host is not reachable').waitFor();
  await page.close();

  const again = await openWindow(complaints);
  await again.getByRole('button', { name: /^Stored runs/ }).click();
  await again.getByRole('button', { name: 'Restore moby-dick', exact: true }).click();
  await paused(again);
  expect(await shownStep(again)).toBe(saved);
  await again.getByRole('button', { name: /^Step/ }).click();
  await expect.poll(() => shownStep(again)).toBe(saved + 1);
  await expect.poll(() => readMetricsLog(run).length).toBeGreaterThan(saved + 1);
  expect(readMetricsLog(run).at(-1)).toMatchObject({ step: saved + 1, lossNats: lossBefore });

  // The socket of the killed host is the one thing a browser may complain of.
  expect(complaints.filter((text) => !/WebSocket|ERR_CONNECTION_REFUSED/.test(text))).toEqual([]);
});
