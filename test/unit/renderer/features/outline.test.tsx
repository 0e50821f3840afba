// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { Tooltip } from 'radix-ui';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Outline } from '../../../../src/renderer/features/outline/Outline.tsx';
import { childrenOf, openRows, treeIndex } from '../../../../src/renderer/store/tree-rows.ts';
import { resetWindow } from '../../../helpers/window-fixture.ts';
import { select, useSelection } from '../../../../src/renderer/store/selection-slice.ts';
import { sphereFrame, treeSize } from '../../../scene/frames.ts';
import { takeFrame } from '../../../../src/renderer/store/newest-frames.ts';

globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

beforeEach(() => {
  resetWindow('running');
  takeFrame('spheres', sphereFrame(2));
});
afterEach(cleanup);

const show = () =>
  render(
    <Tooltip.Provider>
      <Outline />
    </Tooltip.Provider>,
  );
const grid = (): HTMLElement => screen.getByRole('treegrid');
const press = (...keys: string[]): void => {
  for (const key of keys) fireEvent.keyDown(grid(), { key });
};
const active = (): HTMLElement | null =>
  document.getElementById(grid().getAttribute('aria-activedescendant') ?? '');

describe('the tree', () => {
  it('knows children and open rows of the deepest tree', () => {
    takeFrame('spheres', sphereFrame(4));
    const tree = treeIndex();
    expect(tree.count).toBe(22_621);
    expect([...childrenOf(tree, 1)].slice(0, 2)).toEqual([13, 14]);
    expect([...openRows(tree, new Set([0, 2]))].slice(0, 5)).toEqual([0, 1, 2, 25, 26]);
    const everything = new Set(Array.from({ length: treeSize(4) }, (_, id) => id));
    expect(new Set(openRows(tree, everything)).size).toBe(22_621);
  });
});

describe('the outline', () => {
  it('is walked by keyboard and selects what the stage selects', () => {
    show();
    press('ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'Enter');
    expect(useSelection.getState().selected).toEqual({ kind: 'sphere', id: 25 });
    expect(active()?.getAttribute('aria-level')).toBe('3');
    expect(active()?.getAttribute('aria-selected')).toBe('true');
    press('ArrowLeft');
    expect(active()?.id).toBe('outline-2');
    press('ArrowLeft');
    expect(active()?.getAttribute('aria-expanded')).toBe('false');
    press('End');
    expect(active()?.id).toBe('outline-12');
  });

  it('opens the way to a sphere that was selected elsewhere', () => {
    show();
    act(() => select({ kind: 'sphere', id: 100 }));
    expect(active()?.id).toBe('outline-100');
    expect(document.getElementById('outline-8')?.getAttribute('aria-expanded')).toBe('true');
  });

  it('takes rows in with Shift', () => {
    show();
    for (let i = 0; i < 3; i += 1) fireEvent.keyDown(grid(), { key: 'ArrowDown', shiftKey: true });
    expect(useSelection.getState().many.spheres).toEqual([0, 1, 2, 3]);
  });

  it('draws only the rows on the screen, and says how many there are', () => {
    takeFrame('spheres', sphereFrame(4));
    show();
    press('*');
    expect(Number(grid().getAttribute('aria-rowcount'))).toBeGreaterThan(12);
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
  });

  it('says what will stand there before a run', () => {
    resetWindow();
    show();
    expect(document.body.textContent).toContain('Start one');
  });
});
