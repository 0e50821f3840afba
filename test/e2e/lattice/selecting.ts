import { expect, it } from 'vitest';
import type { LatticeWindow } from './lattice-window.ts';

const selectedCount = async (window: LatticeWindow): Promise<number> =>
  Number(/^([\d,]+) selected$/.exec((await window.head(/selected$/).textContent()) ?? '')?.[1]);

/** Pointer, box, lasso and expression, and the way back. */
export function selecting(given: () => LatticeWindow): void {
  it('hides a layer and shows it again', async () => {
    const window = given();
    const figures = window.page.getByTestId('scene-hud');
    await figures
      .filter({ hasText: /[1-9][\d,]* of [\d,]+ events|· [1-9][\d,]* events/ })
      .waitFor();
    await window.button('Boundary events').click(); // what follows is about spheres
    await figures.filter({ hasText: /· 0 (of [\d,]+ )?events/ }).waitFor();
  });

  it('shows what lies under the pointer, and selects it by a click', async () => {
    const window = given();
    const { page } = window;
    // The root, framed, stands in the middle.
    await window.express('level == 0');
    await window.keys('Home', 'f');
    const middle = await window.place(0.5, 0.5);
    await page.keyboard.press('Escape');
    await window.head('Run').waitFor();
    await page.mouse.move(middle.x, middle.y, { steps: 3 });
    const card = page.locator('.scene-card');
    await card.filter({ hasText: 'Root sphere · root' }).waitFor();
    await page.mouse.click(middle.x, middle.y);
    await window.head('Root sphere').waitFor();
    expect(await window.fact('Parent')).toBe('Node Zero');
    // And with the host's own account of it.
    const details = page.getByRole('complementary', { name: 'Details' });
    await details.getByRole('row', { name: /^Micro-batches \d+ [1-9][\d,]*$/ }).waitFor();
    await window.head('State history').waitFor();
    await page.mouse.move(middle.x, middle.y - 2_000);
    await card.waitFor({ state: 'detached' });
  });

  it('adds with Shift, takes out with Shift, and lets go of everything on empty ground', async () => {
    const window = given();
    const { page } = window;
    expect(await window.express('level == 1 && group == 3')).toBe('1 sphere selected');
    const middle = await window.place(0.5, 0.5);
    await page.keyboard.down('Shift');
    await page.mouse.click(middle.x, middle.y);
    await expect.poll(() => selectedCount(window)).toBe(2);
    await page.mouse.click(middle.x, middle.y);
    await page.keyboard.up('Shift');
    await window.head(/selected$/).waitFor({ state: 'detached' });
    await window.head(/^Sphere \d+$/).waitFor();
    await window.keys('Home');
    const corner = await window.place(0.03, 0.35);
    await page.mouse.click(corner.x, corner.y);
    await window.head('Run').waitFor();
  });

  it('selects by box and by lasso, which together find every sphere once', async () => {
    const window = given();
    const { page } = window;
    await window.keys('Home', 'b');
    await window.drag([0.01, 0.2], [0.99, 0.95]);
    expect(await selectedCount(window)).toBe(13);

    await window.keys('7', 'l');
    await window.drag([0.02, 0.2], [0.48, 0.2], [0.48, 0.98], [0.02, 0.98]);
    await expect.poll(() => selectedCount(window)).toBeLessThan(13);
    const left = await selectedCount(window);
    expect(left).toBeGreaterThan(1);
    await page.keyboard.press('i'); // the others
    await expect.poll(() => selectedCount(window)).toBe(13 - left);
    await page.keyboard.down('Shift');
    await window.drag([0.02, 0.2], [0.48, 0.2], [0.48, 0.98], [0.02, 0.98]);
    await page.keyboard.up('Shift');
    await expect.poll(() => selectedCount(window)).toBe(13);
    await window.keys('v', 'Home');
  });

  it('undoes and redoes what was selected', async () => {
    const window = given();
    await window.express('group < 6');
    expect(await selectedCount(window)).toBe(6);
    await window.express('group >= 9');
    expect(await selectedCount(window)).toBe(3);
    await window.keys('Control+z');
    await expect.poll(() => selectedCount(window)).toBe(6);
    await window.keys('Control+Shift+z');
    await expect.poll(() => selectedCount(window)).toBe(3);
    await window.button(/^Undo: /).click();
    await expect.poll(() => selectedCount(window)).toBe(6);
  });

  it('answers an expression with what it found, and points at what is wrong in it', async () => {
    const window = given();
    expect(await window.express('level == 1')).toBe('12 spheres selected');
    expect(await window.express('loss > 0 && n % 12 == 5')).toMatch(/^[\d,]+ events selected$/);
    expect(await window.fact('Events')).toMatch(/^[\d,]+$/);
    expect(await window.fact('θ, phonetic')).toMatch(/^\d+\.\d{6}$/);
    await window.head('In the text').waitFor();
    const answer = await window.express('level == 1 && stat == waiting');
    expect(answer).toMatch(/^Column 15: .*stat/);
    const field = window.page.getByRole('combobox', { name: 'Select by expression' });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(
      await field.evaluate((input: HTMLInputElement) =>
        input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
      ),
    ).toBe('stat');
    await window.express('level == 0');
  });
}
