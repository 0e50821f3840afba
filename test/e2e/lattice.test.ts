import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, NO_CHROMIUM } from '../helpers/chromium.ts';
import { keeping } from './lattice/keeping.ts';
import { LatticeWindow } from './lattice/lattice-window.ts';
import { looking } from './lattice/looking.ts';
import { selecting } from './lattice/selecting.ts';

let browser: Browser | undefined;
let opened: LatticeWindow | undefined;

beforeAll(async () => {
  browser = await launchChromium();
  if (!browser) return;
  opened = await LatticeWindow.open(browser);
});

beforeEach((ctx) => {
  if (!browser) ctx.skip(NO_CHROMIUM);
});

afterAll(async () => {
  await opened?.close();
  await browser?.close();
});

function given(): LatticeWindow {
  if (!opened) throw new Error('the window did not open');
  return opened;
}

it('trains for a moment', () => given().train(100));

/** Every gesture a person would try, in one window over one run: each test leaves the stage as it found it. */
describe('selecting', () => selecting(given));
describe('looking', () => looking(given));
describe('keeping', () => keeping(given));

it('has nothing that axe-core calls serious while everything is open', async () => {
  const window = given();
  await window.keys('t');
  await window.express('level == 1');
  await window.keys('Shift+F');
  const { violations } = await new AxeBuilder({ page: window.page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
  ).toEqual([]);
});

it('complains of nothing', () => {
  expect(given().complaints).toEqual([]);
});
