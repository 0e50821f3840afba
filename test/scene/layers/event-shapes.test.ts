import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CYLINDER,
  SHELL,
  eventPoint,
} from '../../../src/renderer/scene/layers/events/event-shapes.ts';
import { eventTheta, slotShare } from '../../../src/renderer/scene/layers/events/event-layout.ts';
import {
  REGION_SLOTS,
  regionKinds,
  regionSlot,
} from '../../../src/renderer/scene/layers/events/region-kinds.ts';
import {
  SHELL_SLOTS,
  appendEvents,
  createEventRing,
} from '../../../src/renderer/store/event-ring.ts';
import { EVENT_LAYOUTS } from '../../../src/renderer/store/scene-look.ts';

const event = (share: number, thetaRad: number, lossNats = 0, spokeRad = 0) => ({
  ...{ share, thetaRad, lossNats, spokeRad },
});

describe.each(EVENT_LAYOUTS)('the %s', (layout) => {
  it('is finite and near the lattice for every event', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, fc.double({ min: -9, max: 99, noNaN: true }), (share, turn, loss) => {
        const place = eventPoint(layout, event(share, turn * 2 * Math.PI, loss, turn * 6));
        expect(place.every(Number.isFinite)).toBe(true);
        expect(Math.hypot(...place)).toBeLessThan(2);
        expect(Math.hypot(...place)).toBeGreaterThan(1.1);
      }),
    );
  });

  it('turns clockwise from 12 at the far side', () => {
    const [x, , z] = eventPoint(layout, event(0.5, Math.PI / 2, 1, Math.PI / 2));
    expect(x).toBeGreaterThan(1);
    expect(z).toBeCloseTo(0, 9);
  });
});

it('goes up the cylinder with the index, out with the loss', () => {
  const [low, high] = [eventPoint('cylinder', event(0, 0)), eventPoint('cylinder', event(1, 0))];
  expect([low[1], high[1]]).toEqual([-CYLINDER.half, CYLINDER.half]);
  expect(-eventPoint('cylinder', event(0, 0, 2))[2]).toBeCloseTo(CYLINDER.radius + 0.06, 9);
});

it('spreads the sphere evenly: equal areas for equal counts', () => {
  const upper = Array.from({ length: 4_000 }, (_, i) => i * 36).filter((slot) => {
    const [, y] = eventPoint('sphere', event(slotShare(slot), eventTheta(slot, 0)));
    return y > SHELL.radius / 2; // a cap of height R / 2 has a quarter of the area
  });
  expect(upper.length / 4_000).toBeCloseTo(0.25, 2);
});

it('puts all events of a token on one ray of the spokes', () => {
  for (const share of [0, 0.3, 1]) {
    const [x, , z] = eventPoint('spokes', event(share, share * 5, 1, 0.7));
    expect(Math.atan2(x, -z)).toBeCloseTo(0.7, 9);
  }
});

describe('the region of the boundary', () => {
  it('has the slots within 100 of a multiple of 144,000', () => {
    const indices = Array.from({ length: REGION_SLOTS }, (_, i) => regionSlot(i) + 1);
    expect(indices[0]).toBe(1);
    expect(indices[99]).toBe(100);
    expect(indices[100]).toBe(143_900);
    expect(indices.at(-1)).toBe(SHELL_SLOTS);
  });

  it('flags crossing, brackets, edges and true twins', () => {
    const ring = createEventRing();
    const words = new Uint32Array(300);
    appendEvents(ring, { firstN: 143_851, leaves: 12, context: 64, step: 1, words });
    const kinds = new Uint8Array(REGION_SLOTS);
    regionKinds(ring, kinds);
    const flagged = [...kinds].flatMap((kind, i) => (kind > 0 ? [[regionSlot(i) + 1, kind]] : []));
    // Near the first boundary: 144,071 and 144,073 are the only pair of twin primes within 100.
    expect(flagged).toEqual([
      [1, 3],
      [71, 4],
      [73, 4],
      [100, 1],
      [143_900, 1],
      [143_999, 3],
      [144_000, 2],
    ]);
  });
});
