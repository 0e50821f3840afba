import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startWebShell, type WebShell } from '../../helpers/web-shell.ts';
import type { GreyPicture } from '../../helpers/ssim.ts';

/** A run of tens of milliseconds a step, on 13 spheres. */
const FIELDS = {
  ...{ Blocks: '2', Heads: '2', Width: '64', Context: '16' },
  ...{ Steps: '100000', 'Validate every': '0', 'Sample every': '0' },
};

/** One window for every gesture: a small run, trained for a moment and paused, so that the lattice stands still. */
export class LatticeWindow {
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly shell: WebShell,
    private readonly runs: string,
  ) {}

  static async open(browser: Browser): Promise<LatticeWindow> {
    const runs = mkdtempSync(join(tmpdir(), 'crystalline-lattice-'));
    const shell = await startWebShell(runs);
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'dark',
      reducedMotion: 'reduce', // the camera is at once where it goes
      acceptDownloads: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const window = new LatticeWindow(page, shell, runs);
    page.on('console', (message) => {
      if (message.type() === 'error') window.complaints.push(message.text());
    });
    page.on('pageerror', (error) => window.complaints.push(error.message));
    await page.goto(shell.url);
    return window;
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.shell.kill();
    rmSync(this.runs, { recursive: true, force: true });
  }

  /** Trains until `steps` are done and a few seconds are recorded, then pauses. */
  async train(steps: number): Promise<void> {
    const { page } = this;
    for (const [label, value] of Object.entries(FIELDS)) {
      await page.getByRole('textbox', { name: label, exact: true }).fill(value);
    }
    await page.getByRole('button', { name: 'Start training' }).click();
    await expect.poll(() => this.step(), { timeout: 60_000 }).toBeGreaterThan(steps);
    await expect.poll(() => this.recordedSeconds()).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Paused', { exact: true }).first().waitFor();
  }

  async step(): Promise<number> {
    const bar = this.page.getByRole('progressbar', { name: 'Steps trained' });
    return Number(await bar.getAttribute('aria-valuenow'));
  }

  private async recordedSeconds(): Promise<number> {
    const text = await this.page.getByText(/\d+:\d\d kept/).textContent();
    const [, minutes, seconds] = /(\d+):(\d\d) kept/.exec(text ?? '') ?? [];
    return Number(minutes) * 60 + Number(seconds);
  }

  get stage(): Locator {
    return this.page.getByTestId('scene-stage');
  }

  /** A place on the stage, as shares of its sides. */
  async place(x: number, y: number): Promise<{ x: number; y: number }> {
    const box = await this.stage.boundingBox();
    if (!box) throw new Error('the stage has no box');
    return { x: box.x + box.width * x, y: box.y + box.height * y };
  }

  /** Drags over places of the stage. */
  async drag(...way: readonly (readonly [number, number])[]): Promise<void> {
    const { mouse } = this.page;
    for (const [i, [x, y]] of way.entries()) {
      const at = await this.place(x, y);
      await mouse.move(at.x, at.y, { steps: i === 0 ? 1 : 4 });
      if (i === 0) await mouse.down();
    }
    await mouse.up();
  }

  /** Presses keys while the stage has the focus. */
  async keys(...keys: readonly string[]): Promise<void> {
    await this.stage.focus();
    for (const key of keys) await this.page.keyboard.press(key);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', {
      name,
      ...(typeof name === 'string' && { exact: true }),
    });
  }

  /** A head of the details: what is selected. */
  head(name: string | RegExp): Locator {
    const details = this.page.getByRole('complementary', { name: 'Details' });
    return details.getByRole('heading', { name, ...(typeof name === 'string' && { exact: true }) });
  }

  /** A figure of the details by its name. */
  async fact(name: string): Promise<string> {
    const term = this.page.locator('dt', { hasText: new RegExp(`^${name}$`) }).first();
    return (await term.locator('xpath=following-sibling::dd[1]').textContent()) ?? '';
  }

  /** Selects by expression as a person does: writes it and presses Enter; gives the answer beneath. */
  async express(expression: string): Promise<string> {
    const field = this.page.getByRole('combobox', { name: 'Select by expression' });
    await field.fill(expression);
    await field.press('Escape'); // the completions
    await field.press('Enter');
    const answer = this.page.locator('[role="status"][data-kind]');
    return (await answer.textContent()) ?? '';
  }

  /** The file that `act` saves. */
  async saved(act: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), act()]);
    const path = await download.path();
    return { name: download.suggestedFilename(), bytes: readFileSync(path) };
  }

  /** Drops a file on the window. */
  async drop(name: string, type: string, bytes: Buffer): Promise<void> {
    await this.page.evaluate(
      ([fileName, fileType, base64]) => {
        const content = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([content], fileName, { type: fileType }));
        for (const event of ['dragover', 'drop']) {
          const init = { dataTransfer: carried, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new DragEvent(event, init));
        }
      },
      [name, type, bytes.toString('base64')] as const,
    );
  }

  /** The picture's pixels, decoded by the browser. */
  async pixels(png: Buffer): Promise<GreyPicture & { readonly colours: number }> {
    const { width, height, base64, colours } = await this.page.evaluate(async (encoded) => {
      const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const luma = new Uint8Array(data.length / 4);
      const seen = new Set<number>();
      for (let i = 0; i < luma.length; i += 1) {
        const [r = 0, g = 0, b = 0] = data.subarray(4 * i, 4 * i + 3);
        luma[i] = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        seen.add((r << 16) | (g << 8) | b);
      }
      let binary = '';
      for (let i = 0; i < luma.length; i += 8_192) {
        binary += String.fromCharCode(...luma.subarray(i, i + 8_192));
      }
      return { width: image.width, height: image.height, base64: btoa(binary), colours: seen.size };
    }, png.toString('base64'));
    return { width, height, colours, luma: Buffer.from(base64, 'base64') };
  }
}
