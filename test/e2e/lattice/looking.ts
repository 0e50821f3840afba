import { expect, it } from 'vitest';
import type { LatticeWindow } from './lattice-window.ts';

interface SavedView {
  readonly camera: { azimuth: number; elevation: number; distance: number; target: number[] };
  readonly filters: Readonly<Record<string, unknown>>;
  readonly selection: { readonly spheres: readonly number[] };
}

/** The view as the program itself saves it. */
export async function viewOf(window: LatticeWindow): Promise<SavedView> {
  if (!(await window.button('Save view').isVisible())) await window.button('Export').click();
  const { name, bytes } = await window.saved(() => window.button('Save view').click());
  expect(name).toMatch(/^moby-dick-step-\d+\.view\.json$/);
  await window.page.keyboard.press('Escape');
  await window.button('Save view').waitFor({ state: 'detached' });
  return JSON.parse(bytes.toString('utf8')) as SavedView;
}

/** The camera's keys, filters, and the outline walked without a pointer. */
export function looking(given: () => LatticeWindow): void {
  it('turns, moves, zooms and frames by keys', async () => {
    const window = given();
    const camera = async (...keys: string[]): Promise<SavedView['camera']> => {
      await window.keys(...keys);
      await window.page.waitForTimeout(400); // a frame of a slow machine
      return (await viewOf(window)).camera;
    };
    const home = await camera('Home');
    const turned = await camera('ArrowRight', 'ArrowUp');
    expect(turned.azimuth).toBeGreaterThan(home.azimuth);
    expect(turned.elevation).toBeGreaterThan(home.elevation);
    expect(turned.distance).toBe(home.distance);
    const near = await camera('+', '+');
    expect(near.distance).toBeLessThan(turned.distance);
    expect((await camera('-', '-')).distance).toBeCloseTo(turned.distance, 6);
    expect((await camera('Shift+ArrowLeft')).target).not.toEqual(turned.target);
    expect(await camera('Home')).toEqual(home);
    const front = await camera('1');
    expect([front.azimuth, front.elevation]).toEqual([0, 0]);
    expect((await camera('3')).azimuth).toBeCloseTo(Math.PI / 2, 6);
    expect((await camera('7')).elevation).toBeGreaterThan(1.5);
    expect((await camera('5')).elevation).toBeCloseTo(Math.atan(Math.SQRT1_2), 6);
    await window.express('group == 3');
    const framed = await camera('f');
    expect(framed.distance).toBeLessThan(home.distance);
    expect(Math.hypot(...framed.target)).toBeGreaterThan(0.3);
    expect(await camera('Home')).toEqual(home);
  });

  it('keeps a view and comes back to it', async () => {
    const window = given();
    await window.keys('7', 'm');
    const kept = (await viewOf(window)).camera;
    await window.keys('Home', 'Alt+1');
    expect((await viewOf(window)).camera).toEqual(kept);
    await window.keys('Home');
  });

  it('draws only what the filters let through', async () => {
    const window = given();
    const { page } = window;
    const figures = page.getByTestId('scene-hud');
    await figures.filter({ hasText: /^13 spheres/ }).waitFor();
    await window.keys('Shift+F');
    await window.button('Group 3').click();
    await window.button('Group 9').click();
    // The root has no group and stays.
    await figures.filter({ hasText: /^3 of 13 spheres/ }).waitFor();
    await window.button('Levels 1').click();
    await figures.filter({ hasText: /^2 of 13 spheres/ }).waitFor();
    await page.getByRole('textbox', { name: 'Event loss from' }).fill('1,5x');
    await page.getByText('“1,5x” is no number.').waitFor();
    await page.getByRole('textbox', { name: 'Event loss from' }).fill('1000');
    await figures.filter({ hasText: /0 of [\d,]+ events/ }).waitFor();
    await window.button('Clear all').click();
    await figures.filter({ hasText: /^13 spheres/ }).waitFor();
    expect((await viewOf(window)).filters).toEqual({});
    await window.keys('Control+z');
    expect((await viewOf(window)).filters).toMatchObject({ levels: [1], groups: [3, 9] });
    await window.keys('Control+Shift+z');
    expect((await viewOf(window)).filters).toEqual({});
  });

  it('closes every panel of the stage with Escape', async () => {
    const window = given();
    const { page } = window;
    const tools = page.getByRole('toolbar', { name: 'Stage tools' });
    for (const name of ['Look', 'Filters', 'Camera', 'Export']) {
      await tools.getByRole('button', { name, exact: true }).click();
      const panel = page.getByRole('dialog', { name });
      await panel.waitFor();
      expect(await page.getByRole('tooltip').count()).toBe(0);
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
    }
  });

  it('walks the tree by keyboard, and what it selects is selected everywhere', async () => {
    const window = given();
    const { page } = window;
    await window.keys('Escape', 't');
    const tree = page.getByRole('treegrid', { name: 'Tree of spheres' });
    await tree.focus();
    const row = async (): Promise<string | null> => {
      const id = await tree.getAttribute('aria-activedescendant');
      return page.locator(`[id="${id}"] [role="gridcell"]`).first().textContent();
    };
    expect(await tree.getAttribute('aria-rowcount')).toBe('14');
    expect(await row()).toBe('Root');
    await page.keyboard.press('ArrowLeft'); // closes
    await expect.poll(() => tree.getAttribute('aria-rowcount')).toBe('2');
    await page.keyboard.press('ArrowRight'); // opens
    await page.keyboard.press('ArrowRight'); // the first child
    expect(await row()).toBe('Sphere 1');
    await page.keyboard.press('Enter');
    await window.head('Sphere 1').waitFor();
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await window.head('3 selected').waitFor();
    await page.keyboard.press('End');
    expect(await row()).toBe('Sphere 12');
    await page.keyboard.press('Space');
    await window.head('Sphere 12').waitFor();
    expect((await viewOf(window)).selection.spheres).toEqual([12]);
    // From elsewhere: the tree follows.
    await window.express('group == 3');
    const named = (await window.head(/^Sphere \d+$/).textContent()) ?? '';
    await expect.poll(row).toBe(named);
    await window.keys('t', 'Escape');
    await tree.waitFor({ state: 'detached' });
  });
}
