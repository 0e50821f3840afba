import { beforeEach, describe, expect, it } from 'vitest';
import {
  clearFilters,
  setFilter,
  useFilters,
} from '../../../../src/renderer/store/filter-slice.ts';
import { HIDDEN, MUTED, SHOWN, mask, updateMask } from '../../../../src/renderer/store/mask.ts';
import { eventFrame, sphereFrame } from '../../../scene/frames.ts';
import { resetFrames, takeFrame } from '../../../../src/renderer/store/newest-frames.ts';
import { select, selectMany } from '../../../../src/renderer/store/selection-slice.ts';
import { resetWindow } from '../../../helpers/window-fixture.ts';
import { undo } from '../../../../src/renderer/store/history-slice.ts';
import { slotOf } from '../../../../src/renderer/store/event-ring.ts';
import { selectByExpression } from '../../../../src/renderer/commands/select-commands.ts';

const idsOf = (value: number): number[] =>
  [...mask.spheres.keys()].filter((id) => mask.spheres[id] === value);
const ofEvent = (n: number): number | undefined => mask.events[slotOf(n)];

beforeEach(() => {
  resetWindow('running');
  resetFrames();
  takeFrame('spheres', sphereFrame(2, { 3: { state: 'waiting' }, 40: { state: 'waiting' } }));
  takeFrame('events', eventFrame(1, [1, 2, 3, 4]));
  updateMask();
});

describe('mask', () => {
  it('shows everything, and mutes nothing for a single pick', () => {
    select({ kind: 'sphere', id: 3 });
    updateMask();
    expect(idsOf(SHOWN)).toHaveLength(157);
  });

  it('mutes what is not among several selected', () => {
    selectMany({ spheres: [3, 5], events: [2] });
    updateMask();
    expect(idsOf(SHOWN)).toEqual([3, 5]);
    expect([1, 2, 3].map(ofEvent)).toEqual([MUTED, SHOWN, MUTED]);
    takeFrame('events', eventFrame(5, [1, 1]));
    updateMask();
    expect(ofEvent(6)).toBe(MUTED);
    select(undefined);
    updateMask();
    expect([1, 2, 6].map(ofEvent)).toEqual([SHOWN, SHOWN, SHOWN]);
    expect(idsOf(MUTED)).toEqual([]);
  });

  it('hides what a filter holds back, and follows states from frame to frame', () => {
    setFilter('states', ['waiting']);
    updateMask();
    expect(idsOf(SHOWN)).toEqual([3, 40]);
    takeFrame('spheres', sphereFrame(2, { 7: { state: 'waiting' } }));
    updateMask();
    expect(idsOf(SHOWN)).toEqual([7]);
    clearFilters();
    updateMask();
    expect(idsOf(HIDDEN)).toEqual([]);
  });

  it('lets the root through a filter of groups, since it has none', () => {
    setFilter('groups', [7]);
    updateMask();
    expect(idsOf(SHOWN).slice(0, 3)).toEqual([0, 8, 20]);
  });

  it('filters events by loss, index, kind and step; new ones as they come', () => {
    setFilter('loss', { from: 2, to: 3 });
    updateMask();
    expect([1, 2, 3, 4].map(ofEvent)).toEqual([HIDDEN, SHOWN, SHOWN, HIDDEN]);
    takeFrame('events', eventFrame(5, [2.5, 9]));
    updateMask();
    expect([5, 6].map(ofEvent)).toEqual([SHOWN, HIDDEN]);
    setFilter('n', { from: 3, to: 5 });
    updateMask();
    expect([2, 3, 5].map(ofEvent)).toEqual([HIDDEN, SHOWN, SHOWN]);
    setFilter('kinds', ['crossing']);
    updateMask();
    expect(ofEvent(3)).toBe(HIDDEN);
  });

  it('tells its readers when it changed, and only then', () => {
    const before = { spheres: mask.sphereVersion, events: mask.eventEpoch };
    updateMask();
    takeFrame('spheres', sphereFrame(2));
    updateMask();
    expect([mask.sphereVersion, mask.eventEpoch]).toEqual([before.spheres, before.events]);
    setFilter('levels', [2]);
    updateMask();
    expect(mask.sphereVersion).toBeGreaterThan(before.spheres);
  });

  it('comes back with undo; the steps of a slider are one', () => {
    for (const to of [5, 4, 3, 2]) setFilter('loss', { from: 0, to });
    undo();
    expect(useFilters.getState().filters).toEqual({});
    updateMask();
    expect(ofEvent(4)).toBe(SHOWN);
  });
});

describe('selecting by expression', () => {
  it('selects spheres and events of the newest frames', () => {
    expect(selectByExpression('level == 2 && state == WAITING')).toMatchObject({ count: 1 });
    expect(selectByExpression('n >= 2 && loss < 3.5')).toMatchObject({
      count: 2,
      target: 'events',
    });
    updateMask();
    expect([1, 2, 3, 4].map(ofEvent)).toEqual([MUTED, SHOWN, SHOWN, MUTED]);
  });

  it('says what is wrong without changing the selection', () => {
    selectByExpression('id in 1..3');
    expect(selectByExpression('id in 1..')).toMatchObject({ kind: 'problem', column: 10 });
    updateMask();
    expect(idsOf(SHOWN)).toEqual([1, 2, 3]);
  });
});
