import { expect, it } from 'vitest';
import { ssim } from '../../helpers/ssim.ts';
import type { LatticeWindow } from './lattice-window.ts';
import { viewOf } from './looking.ts';

const EBML = '1a45dfa3'; // how every WebM begins

/** Time held and replayed; pictures, views, tables and videos written and read back. */
export function keeping(given: () => LatticeWindow): void {
  it('holds the view, scrubs the recording, replays it, and is live again', async () => {
    const window = given();
    const { page } = window;
    await window.button('Boundary events').press('Enter'); // shown again; a tip may lie over it
    const bar = page.getByRole('group', { name: 'Moment shown' });
    const moment = bar.locator('output');
    const live = await window.step();
    await window.keys('p');
    const held = async (): Promise<number> =>
      Number(/step ([\d,]+)/.exec((await moment.textContent()) ?? '')?.[1]?.replaceAll(',', ''));
    const track = bar.getByRole('slider', { name: 'Moment of the recording' });
    expect(await held()).toBe(live);
    await track.press('Home');
    await expect.poll(held).toBeLessThan(live);
    const first = await held();
    const eventsThen = await page.getByTestId('scene-hud').textContent();
    await bar.getByRole('combobox').selectOption({ label: '0.5×' });
    await bar.getByRole('button', { name: /^Replay/ }).click();
    await expect.poll(held).toBeGreaterThan(first);
    await bar.getByRole('button', { name: /^Pause the replay/ }).click();
    const stopped = await held();
    expect(stopped).toBeLessThan(live);
    const moveOn = async (): Promise<number> => {
      await bar.getByRole('button', { name: 'A moment on' }).click();
      return held();
    };
    await expect.poll(moveOn).toBeGreaterThan(stopped);
    await expect.poll(() => page.getByTestId('scene-hud').textContent()).not.toBe(eventsThen);
    await window.keys('Shift+P');
    await expect.poll(() => moment.textContent()).toBe('live');
  });

  it('holds the view while the run goes on', async () => {
    const window = given();
    const { page } = window;
    await window.keys('p');
    const moment = page.getByRole('group', { name: 'Moment shown' }).locator('output');
    const held = await moment.textContent();
    const before = await window.step();
    await page.keyboard.press('.'); // trains one step
    await expect.poll(() => window.step()).toBe(before + 1);
    expect(/step [\d,]+/.exec((await moment.textContent()) ?? '')?.[0]).toBe(
      /step [\d,]+/.exec(held ?? '')?.[0],
    );
    await window.keys('Shift+P');
    await window.head('Run').waitFor();
  });

  it('saves a picture that opens the same view again, with the same pixels', async () => {
    const window = given();
    await window.button('Messages').press('Enter'); // their rates are of now, not of the view
    await window.keys('Home', 'ArrowRight', 'ArrowUp', '+');
    await window.express('level == 1 && group < 4');
    const view = await viewOf(window);
    const first = await window.saved(() => window.keys('e'));
    expect(first.name).toMatch(/^moby-dick-step-\d+\.png$/);

    await window.keys('Escape', 'Home', '7', '-');
    await window.button('Links').click();
    await window.button('Boundary events').click();
    const other = await window.saved(() => window.keys('e'));

    await window.drop(first.name, 'image/png', first.bytes);
    await window.head('4 selected').waitFor();
    expect(await viewOf(window)).toEqual(view);
    const again = await window.saved(() => window.keys('e'));
    const [a, b, c] = await Promise.all(
      [first, again, other].map(({ bytes }) => window.pixels(bytes)),
    );
    if (!a || !b || !c) throw new Error('no pixels');
    expect(a.colours).toBeGreaterThan(1_000); // there is something to be seen
    expect(ssim(a, b)).toBeGreaterThanOrEqual(0.999);
    expect(ssim(a, c)).toBeLessThan(0.99); // and another view is another picture
  });

  it('saves a view as JSON and opens it again', async () => {
    const window = given();
    await window.keys('3');
    await window.express('group == 7');
    const view = await viewOf(window);
    await window.keys('Home', 'Escape');
    await window.head('Run').waitFor();
    await window.drop('mine.json', 'application/json', Buffer.from(JSON.stringify(view)));
    await window.head(/^Sphere \d+$/).waitFor();
    expect(await viewOf(window)).toEqual(view);
    await window.drop(
      'broken.json',
      'application/json',
      Buffer.from(JSON.stringify({ ...view, camera: { ...view.camera, distance: -1 } })),
    );
    await window.page.getByText(/camera\.distance must be a number from/).waitFor();
    await window.keys('Home');
  });

  it('saves the selection as CSV', async () => {
    const window = given();
    await window.express('group < 2');
    const { name, bytes } = await window.saved(() => window.button('Save as CSV').click());
    expect(name).toMatch(/^moby-dick-step-\d+-selection\.csv$/);
    const [header = '', ...rows] = bytes.toString('utf8').trimEnd().split('\r\n');
    const columns = header.split(',');
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const cell = (column: string): string => row.split(',')[columns.indexOf(column)] ?? '';
      expect(cell('level')).toBe('1');
      expect(Number(cell('group'))).toBeLessThan(2);
      expect(Number(cell('micro_batches'))).toBeGreaterThan(0);
      expect(Number(cell('loss_nats'))).toBeGreaterThan(0);
    }
    await window.keys('Escape');
  });

  it('saves the loss chart as SVG', async () => {
    const window = given();
    await window.page.getByRole('region', { name: 'Loss' }).hover();
    const { name, bytes } = await window.saved(() =>
      window.button('Save the chart as SVG').click(),
    );
    expect(name).toMatch(/^moby-dick-step-\d+-loss\.svg$/);
    const drawn = await window.page.evaluate((text) => {
      const svg = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        words: [...svg.querySelectorAll('text')].map((word) => word.textContent),
        longest: Math.max(
          ...[...svg.querySelectorAll('path')].map((path) => path.getAttribute('d')?.length ?? 0),
        ),
      };
    }, bytes.toString('utf8'));
    expect(drawn.words).toEqual(
      expect.arrayContaining(['nats a token', 'optimiser step', 'train', 'validation']),
    );
    expect(drawn.longest).toBeGreaterThan(200);
  });

  it('shows the step clicked in the loss chart, and its place in it', async () => {
    const window = given();
    const { page } = window;
    const plot = page.getByRole('img', { name: 'Training and validation loss over steps' });
    const box = await plot.boundingBox();
    if (!box) throw new Error('the chart has no box');
    // The run is short beside its plan: what was trained is zoomed to first.
    await page.mouse.move(box.x + 46, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await window.button('Show the whole run').waitFor();
    const moment = page.getByRole('group', { name: 'Moment shown' }).locator('output');
    expect(await moment.textContent()).toBe('live'); // a drag is no click
    await window.button('Show the whole run').click();
    await page.mouse.click(box.x + 46, box.y + 40);
    await page.mouse.move(box.x, box.y - 60);
    const words = page
      .getByText(/^Step [\d,]+ is not recorded$/)
      .or(moment.filter({ hasText: 'step' }));
    await words.first().waitFor();
    await window.keys('Shift+P');
  });

  it('records a video of the replay', async () => {
    const window = given();
    const { page } = window;
    const bar = page.getByRole('group', { name: 'Moment shown' });
    await bar.getByRole('combobox').selectOption({ label: '2×' });
    const { name, bytes } = await window.saved(() =>
      bar.getByRole('button', { name: /^Record a video/ }).click(),
    );
    expect(name).toMatch(/\.webm$/);
    expect(bytes.subarray(0, 4).toString('hex')).toBe(EBML);
    expect(bytes.length).toBeGreaterThan(10_000);
    await expect.poll(() => bar.locator('output').textContent()).toBe('live');
  });
}
