import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findElectron, whyNoWindow } from '../../scripts/start/electron-binary.mjs';
import { checkpoints, onlyRun } from '../helpers/run-directory.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const binary = findElectron(path.join(ROOT, 'node_modules/electron'));
const impossible =
  whyNoWindow() ??
  (binary ? undefined : "Electron's binary is not installed (npx install-electron)");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crystalline-electron-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function open(): Promise<{ shell: ElectronApplication; page: Page }> {
  const shell = await _electron.launch({
    executablePath: binary as string,
    args: [
      ROOT,
      '--runs',
      path.join(folder, 'runs'),
      `--user-data-dir=${path.join(folder, 'data')}`,
    ],
  });
  return { shell, page: await shell.firstWindow() };
}

it('opens in a sandboxed window, trains, and saves when it is closed', async (ctx) => {
  if (impossible) return ctx.skip(impossible);
  const { shell, page } = await open();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  expect(page.url()).toBe('app://studio/');
  const reach = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    opened: globalThis.open('https://example.com'),
  }));
  expect(reach).toEqual({ node: [], opened: null });
  await page.evaluate(() => globalThis.location.assign('https://example.com'));

  await page.getByRole('button', { name: 'Start training' }).click();
  const bar = page.getByRole('progressbar', { name: 'Steps trained' });
  const step = async () => Number(await bar.getAttribute('aria-valuenow'));
  await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(5);
  expect(page.url()).toBe('app://studio/');

  // The native menu reaches the page.
  await shell.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()?.getMenuItemById('run.pause')?.click(),
  );
  await page.getByText('Paused', { exact: true }).first().waitFor();

  // Closing asks, since steps are unsaved; the dialog's first answer is Save and quit.
  await shell.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
  await shell.close();
  expect(checkpoints(onlyRun(path.join(folder, 'runs')))).not.toEqual([]);
  expect(complaints).toEqual([]);
});
