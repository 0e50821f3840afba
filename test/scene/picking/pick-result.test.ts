import { describe, expect, it } from 'vitest';
import {
  EVENT_BIT,
  PRIME_BIT,
  PICK_SIDE,
  pickResult,
} from '../../../src/renderer/scene/picking/pick-result.ts';
import { resetLattice, takeLattice } from '../../../src/renderer/store/lattice-table.ts';
import { latticeResult } from '../../helpers/lattice-result.ts';
import { appendEvents, createEventRing } from '../../../src/renderer/store/event-ring.ts';

const ring = createEventRing();
appendEvents(ring, {
  firstN: 143_001,
  leaves: 12,
  context: 64,
  step: 1,
  words: new Uint32Array(2_000),
});

/** The square of pixels with the given values at [x, y]. */
function square(values: readonly (readonly [x: number, y: number, value: number])[]): Uint8Array {
  const pixels = new Uint8Array(PICK_SIDE * PICK_SIDE * 4);
  for (const [x, y, value] of values) {
    pixels.set([value & 255, (value >> 8) & 255, value >> 16, 255], (y * PICK_SIDE + x) * 4);
  }
  return pixels;
}
const sphere = (id: number): number => id + 1;
const event = (slot: number): number => EVENT_BIT + slot + 1;

describe('pickResult', () => {
  it('is nothing on the empty ground', () => {
    expect(pickResult(square([]), ring)).toBeUndefined();
  });

  it('takes the sphere in the middle, first and last', () => {
    expect(pickResult(square([[3, 3, sphere(0)]]), ring)).toEqual({ kind: 'sphere', id: 0 });
    const last = pickResult(square([[3, 3, sphere(22_620)]]), ring);
    expect(last).toEqual({ kind: 'sphere', id: 22_620 });
  });

  it('takes no sphere beside the pointer', () => {
    expect(pickResult(square([[4, 3, sphere(7)]]), ring)).toBeUndefined();
  });

  it('names events by their lattice index, on both sides of the seam', () => {
    expect(pickResult(square([[3, 3, event(143_999)]]), ring)).toEqual({
      kind: 'event',
      n: 144_000,
    });
    expect(pickResult(square([[3, 3, event(0)]]), ring)).toEqual({ kind: 'event', n: 144_001 });
  });

  it('takes the nearest event over empty ground, none beside a sphere', () => {
    const near = [
      [5, 3, event(1)],
      [3, 0, event(2)],
    ] as const;
    expect(pickResult(square(near), ring)).toEqual({ kind: 'event', n: 144_002 });
    const over = square([...near, [3, 3, sphere(4)]]);
    expect(pickResult(over, ring)).toEqual({ kind: 'sphere', id: 4 });
  });

  it('names primes by their row, hard to hit as events are', () => {
    expect(pickResult(square([[3, 3, PRIME_BIT + 4]]), ring)).toBeUndefined();
    takeLattice(latticeResult(9));
    const seven = { kind: 'prime', p: 7, k: 4 };
    expect(pickResult(square([[3, 3, PRIME_BIT + 4]]), ring)).toEqual(seven);
    expect(pickResult(square([[5, 3, PRIME_BIT + 4]]), ring)).toEqual(seven);
    expect(pickResult(square([[3, 3, PRIME_BIT + 10]]), ring)).toBeUndefined();
    resetLattice();
  });

  it('leaves the corners of the square out of reach', () => {
    expect(pickResult(square([[0, 0, event(1)]]), ring)).toBeUndefined();
  });

  it('forgets events that have left the ring', () => {
    expect(pickResult(square([[3, 3, event(50_000)]]), ring)).toBeUndefined();
  });
});
