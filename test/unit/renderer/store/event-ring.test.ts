import { describe, expect, it } from 'vitest';
import {
  SHELL_SLOTS,
  appendEvents,
  createEventRing,
  dirtySpans,
  resetEventRing,
  slotOf,
} from '../../../../src/renderer/store/event-ring.ts';

const rows = (firstN: number, words: readonly number[]) => ({
  firstN,
  leaves: 12,
  context: 64,
  step: 1,
  words: Uint32Array.from(words),
});
const counting = (firstN: number, count: number) =>
  rows(
    firstN,
    Array.from({ length: count }, (_, i) => firstN + i),
  );

describe('event ring', () => {
  it('puts event n into slot (n - 1) mod 144,000', () => {
    expect([1, 2, SHELL_SLOTS, SHELL_SLOTS + 1].map(slotOf)).toEqual([0, 1, SHELL_SLOTS - 1, 0]);
  });

  it('appends in place and tells what changed since', () => {
    const ring = createEventRing();
    appendEvents(ring, counting(1, 10));
    appendEvents(ring, counting(11, 5));
    expect([...ring.slots.subarray(0, 16)]).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0,
    ]);
    expect(ring).toMatchObject({ newestN: 15, oldestN: 1, leaves: 12, context: 64 });
    expect(dirtySpans(ring, 10)).toEqual([{ from: 10, to: 15 }]);
    expect(dirtySpans(ring, 15)).toEqual([]);
  });

  it('wraps over the seam: the oldest event leaves, the change is two spans', () => {
    const ring = createEventRing();
    appendEvents(ring, counting(1, SHELL_SLOTS - 2));
    const epoch = ring.epoch;
    appendEvents(ring, counting(SHELL_SLOTS - 1, 5));
    expect(ring).toMatchObject({ newestN: SHELL_SLOTS + 3, oldestN: 4, epoch });
    expect([...ring.slots.subarray(SHELL_SLOTS - 2)]).toEqual([SHELL_SLOTS - 1, SHELL_SLOTS]);
    expect([...ring.slots.subarray(0, 4)]).toEqual([
      SHELL_SLOTS + 1,
      SHELL_SLOTS + 2,
      SHELL_SLOTS + 3,
      4,
    ]);
    expect(dirtySpans(ring, SHELL_SLOTS - 2)).toEqual([
      { from: SHELL_SLOTS - 2, to: SHELL_SLOTS },
      { from: 0, to: 3 },
    ]);
    expect(dirtySpans(ring, 0)).toEqual([{ from: 0, to: SHELL_SLOTS }]);
  });

  it('keeps the newest shell of a longer batch', () => {
    const ring = createEventRing();
    appendEvents(ring, counting(1, SHELL_SLOTS + 7));
    expect(ring).toMatchObject({ newestN: SHELL_SLOTS + 7, oldestN: 8 });
    expect(ring.slots[0]).toBe(SHELL_SLOTS + 1);
    expect(ring.slots[7]).toBe(8);
  });

  it.each([
    ['a gap', 500, 500],
    ['a step back, as after a restore', 20, 20],
  ])('begins a new epoch after %s', (_, firstN, oldestN) => {
    const ring = createEventRing();
    appendEvents(ring, counting(1, 100));
    const epoch = ring.epoch;
    appendEvents(ring, counting(firstN, 10));
    expect(ring.epoch).toBe(epoch + 1);
    expect(ring).toMatchObject({ oldestN, newestN: firstN + 9 });
    expect(dirtySpans(ring, 0)).toEqual([{ from: firstN - 1, to: firstN + 9 }]);
  });

  it('ignores an empty batch and forgets on reset', () => {
    const ring = createEventRing();
    appendEvents(ring, counting(1, 3));
    const { version } = ring;
    appendEvents(ring, rows(4, []));
    expect(ring.version).toBe(version);
    resetEventRing(ring);
    expect(ring).toMatchObject({ newestN: 0, oldestN: 1 });
    expect(dirtySpans(ring, 0)).toEqual([]);
  });
});
