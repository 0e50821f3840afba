import { beforeEach, describe, expect, it } from 'vitest';
import {
  hover,
  isSelected,
  select,
  selectMany,
  selectionSize,
  toggleSelected,
  useSelection,
} from '../../../../src/renderer/store/selection-slice.ts';
import { redo, undo, useHistory } from '../../../../src/renderer/store/history-slice.ts';
import { resetWindow } from '../../../helpers/window-fixture.ts';

const now = () => useSelection.getState();

beforeEach(() => resetWindow('running'));

describe('selection', () => {
  it('changes only when something else is picked', () => {
    let told = 0;
    const unsubscribe = useSelection.subscribe(() => {
      told += 1;
    });
    select({ kind: 'sphere', id: 3 });
    select({ kind: 'sphere', id: 3 });
    select({ kind: 'event', n: 3 });
    hover({ kind: 'event', n: 4 });
    hover({ kind: 'event', n: 4 });
    select(undefined);
    unsubscribe();
    expect(told).toBe(4);
    expect(now()).toMatchObject({ selected: undefined, hovered: { kind: 'event', n: 4 } });
  });

  it('adds and takes out one by one; the inspector follows', () => {
    select({ kind: 'sphere', id: 9 });
    toggleSelected({ kind: 'sphere', id: 2 });
    toggleSelected({ kind: 'event', n: 40 });
    expect(now().many).toEqual({ spheres: [2, 9], events: [40] });
    expect(now().selected).toEqual({ kind: 'event', n: 40 });
    toggleSelected({ kind: 'event', n: 40 });
    expect(now().selected).toEqual({ kind: 'sphere', id: 2 });
    expect(isSelected(now().many, { kind: 'sphere', id: 9 })).toBe(true);
    expect(isSelected(now().many, { kind: 'sphere', id: 3 })).toBe(false);
  });

  it('replaces, adds and removes many, in order and without doubles', () => {
    selectMany({ spheres: [5, 1, 5], events: [] });
    expect(now().many.spheres).toEqual([1, 5]);
    selectMany({ spheres: [3, 1], events: [7] }, 'add');
    expect(now().many).toEqual({ spheres: [1, 3, 5], events: [7] });
    selectMany({ spheres: [1], events: [7] }, 'remove');
    expect(now().many).toEqual({ spheres: [3, 5], events: [] });
    expect(selectionSize(now())).toBe(2);
  });

  it('is gone with one pick of nothing, also when many are selected', () => {
    selectMany({ spheres: [1, 2], events: [] });
    select(undefined);
    expect(selectionSize(now())).toBe(0);
    expect(useHistory.getState().past.at(-1)?.label).toBe('Deselect');
  });
});

describe('undo and redo', () => {
  it('go back and forth through selections', () => {
    select({ kind: 'sphere', id: 1 });
    selectMany({ spheres: [2, 3], events: [] }, 'replace', 'id in 2..3');
    undo();
    expect(now().selected).toEqual({ kind: 'sphere', id: 1 });
    expect(now().expression).toBeUndefined();
    undo();
    undo();
    expect(now().selected).toBeUndefined();
    redo();
    redo();
    expect(now().many.spheres).toEqual([2, 3]);
    expect(now().expression).toBe('id in 2..3');
    redo();
    expect(useHistory.getState().future).toEqual([]);
  });

  it('forget what was undone when something else is done', () => {
    select({ kind: 'sphere', id: 1 });
    undo();
    select({ kind: 'sphere', id: 2 });
    redo();
    expect(now().selected).toEqual({ kind: 'sphere', id: 2 });
  });

  it('keep a hundred changes', () => {
    for (let id = 0; id < 250; id += 1) select({ kind: 'sphere', id });
    expect(useHistory.getState().past).toHaveLength(100);
  });
});
