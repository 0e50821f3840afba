import { AxeBuilder } from '@axe-core/playwright';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchChromium, NO_CHROMIUM } from '../helpers/chromium.ts';
import { startWebShell, type WebShell } from '../helpers/web-shell.ts';

let browser: Browser | undefined;
let runs: string;
let shell: WebShell;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  if (!browser) return;
  runs = mkdtempSync(join(tmpdir(), 'crystalline-e2e-'));
  shell = await startWebShell(runs);
  // One context: the link opens the program once, the cookie lets every later page in.
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    colorScheme: 'dark',
  });
  page = await context.newPage();
  await page.goto(shell.url);
  await page.getByRole('button', { name: 'Start training' }).waitFor();
});

beforeEach((ctx) => {
  if (!browser) ctx.skip(NO_CHROMIUM);
});

afterAll(async () => {
  if (!browser) return;
  await browser.close();
  await shell.kill();
  rmSync(runs, { recursive: true, force: true });
});

it('has nothing that axe-core calls serious, in the dark and in the light', async () => {
  for (const colorScheme of ['dark', 'light'] as const) {
    // Without motion the colours of one theme do not fade into the other's while axe looks.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForTimeout(500);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(
      ({ impact }) => impact === 'serious' || impact === 'critical',
    );
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
    ).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'no-preference' });
});

it('survives the loss of its WebGL context', async () => {
  await page.evaluate(() => {
    const gl = document.querySelector('canvas')?.getContext('webgl2');
    const loss = gl?.getExtension('WEBGL_lose_context');
    loss?.loseContext();
    setTimeout(() => loss?.restoreContext(), 300);
  });
  await page.waitForTimeout(1_500);
  const lost = await page.evaluate(
    () => document.querySelector('canvas')?.getContext('webgl2')?.isContextLost() ?? true,
  );
  expect(lost).toBe(false);
  await page.getByRole('button', { name: 'Start training' }).waitFor();
});

it('starts and pauses with the space bar alone', async () => {
  await page.locator('body').click({ position: { x: 640, y: 700 } });
  await page.keyboard.press('Space');
  const bar = page.getByRole('progressbar', { name: 'Steps trained' });
  await expect
    .poll(async () => Number(await bar.getAttribute('aria-valuenow')), { timeout: 60_000 })
    .toBeGreaterThan(2);
  await page.keyboard.press('Space');
  await page.getByText('Paused', { exact: true }).first().waitFor();
});

it('selects a sphere by pointer and shows it in the inspector, and Escape lets go of it', async () => {
  const stage = await page.locator('canvas').first().boundingBox();
  if (!stage) throw new Error('the stage has no canvas');
  const name = page.getByText(/^(Root sphere|Sphere \d+)$/).first();
  // The root stands where the camera looks.
  const centre = { x: stage.x + stage.width / 2, y: stage.y + stage.height / 2 };
  await expect
    .poll(
      async () => {
        for (const dy of [0, -30, 30, -60]) {
          await page.mouse.move(centre.x, centre.y + dy);
          await page.waitForTimeout(150);
          await page.mouse.click(centre.x, centre.y + dy);
          if (await name.isVisible()) return true;
        }
        return false;
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await page.keyboard.press('Escape');
  await name.waitFor({ state: 'hidden' });
});

it('lets nobody in without the link: a second browser is shown what to do', async () => {
  const stranger = await (browser as Browser).newContext();
  const other = await stranger.newPage();
  const answer = await other.goto(shell.url);
  expect(answer?.status()).toBe(401);
  const bare = await other.goto(new URL('/', shell.url).href);
  expect(bare?.status()).toBe(401);
  await stranger.close();
});
