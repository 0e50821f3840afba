import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  PHI_FRACTION_HIGH,
  PHI_FRACTION_LOW,
  RING,
  drawnEvents,
  eventTheta,
  heldEvents,
  newestSlot,
  shellIndex,
  slotShare,
  vertexRange,
} from '../../../src/renderer/scene/layers/events/event-layout.ts';
import { eventPoint } from '../../../src/renderer/scene/layers/events/event-shapes.ts';
import {
  SHELL_SLOTS,
  appendEvents,
  createEventRing,
  slotOf,
} from '../../../src/renderer/store/event-ring.ts';
import type { EventRing } from '../../../src/renderer/store/event-ring.ts';

const TURN = 2 * Math.PI;

/** A ring that holds the events first..last. */
function ringOf(first: number, last: number): EventRing {
  const ring = createEventRing();
  const words = new Uint32Array(last - first + 1);
  appendEvents(ring, { firstN: first, leaves: 12, context: 64, step: 1, words });
  return ring;
}

describe('eventTheta', () => {
  // theta(p, k, n, lambda) to 30 digits, with the offset = index + phonetic + omega + psi terms of the same row:
  // the reference values of docs/maths.
  it.each([
    {
      p: 2,
      k: 1,
      offset: 6.287709822868154 + 0.00001041673900513198 + 0.1675516081914556,
      theta: 4.055308618069961,
    },
    {
      p: 3,
      k: 2,
      offset: 5.025850315725239 + 0.0000104167751747414 + 0.2513274122871834,
      theta: 0.4772616853302904,
    },
    {
      p: 97,
      k: 25,
      offset: 1.906400578253418 + 7.123081437407837 + 0.00001042017623991414,
      theta: 5.57907945723744,
    },
    {
      p: 7919,
      k: 1_000,
      offset: 2.859600867380127 + 7.290367457534588 + 0.00001071118712086861 - 0.1863167313242813,
      theta: 3.894034611546681,
    },
    {
      p: 143_999,
      k: 13_343,
      offset: 5.2426015901969 + 6.287709822868154 + 0.00004166637731682419 - 1.467014141350544,
      theta: 0.1831047486636484,
    },
  ])('is the known angle of prime $p at k = $k', ({ k, offset, theta }) => {
    expect(eventTheta(k - 1, offset)).toBeCloseTo(theta, 9);
  });

  it('stays in [0, 2 pi) for every slot and offset', () => {
    fc.assert(
      fc.property(
        fc.nat(SHELL_SLOTS - 1),
        fc.double({ min: -20, max: 20, noNaN: true }),
        (s, o) => {
          const theta = eventTheta(s, o);
          expect(theta).toBeGreaterThanOrEqual(0);
          expect(theta).toBeLessThan(TURN);
        },
      ),
    );
  });

  it("agrees with the shader's integer arithmetic for all 144,000 places", () => {
    let worst = 0;
    for (let slot = 0; slot < SHELL_SLOTS; slot += 1) {
      const k = shellIndex(slot);
      const low = Math.trunc(Math.fround(Math.fround(k) * Math.fround(PHI_FRACTION_LOW)));
      const turn = (Math.imul(k, PHI_FRACTION_HIGH) + low) >>> 0;
      const theta = Math.fround((turn >>> 8) / 2 ** 24) * TURN;
      const away = Math.abs(theta - eventTheta(slot, 0));
      worst = Math.max(worst, Math.min(away, TURN - away));
    }
    expect(worst).toBeLessThan(1e-6);
  });
});

const eventPosition = (slot: number, offset: number, lossNats: number) =>
  eventPoint('ring', {
    share: slotShare(slot),
    thetaRad: eventTheta(slot, offset),
    spokeRad: 0,
    lossNats,
  });

describe('the ring', () => {
  it("puts theta 0 at 12 o'clock and turns clockwise seen from above", () => {
    const slot = 0;
    const to = (theta: number) => eventPosition(slot, theta - eventTheta(slot, 0), 0);
    const [x0, , z0] = to(0);
    expect(x0).toBeCloseTo(0, 9);
    expect(z0).toBeLessThan(0);
    const [x3, , z3] = to(Math.PI / 2);
    expect(x3).toBeGreaterThan(0);
    expect(z3).toBeCloseTo(0, 9);
  });

  it('goes from the inner edge to the rim, equal areas for equal counts', () => {
    const reach = (slot: number): number => {
      const [x, , z] = eventPosition(slot, 0, 0);
      return Math.hypot(x, z);
    };
    expect(reach(0)).toBeCloseTo(RING.inner, 5);
    expect(reach(SHELL_SLOTS - 1)).toBeCloseTo(RING.outer, 5);
    const half = reach(SHELL_SLOTS / 2) ** 2;
    expect(half).toBeCloseTo((RING.inner ** 2 + RING.outer ** 2) / 2, 4);
  });

  it('rises with the loss and clamps', () => {
    const height = (loss: number): number => eventPosition(9, 0, loss)[1];
    expect(height(0)).toBe(RING.floor);
    expect(height(2) - height(1)).toBeCloseTo(RING.heightPerNat, 12);
    expect(height(500)).toBe(height(50));
    expect(height(-3)).toBe(height(0));
  });
});

describe('slots of the ring', () => {
  it('is empty before the first event', () => {
    const ring = createEventRing();
    expect([heldEvents(ring), newestSlot(ring), drawnEvents(ring, 7)]).toEqual([0, 0, 0]);
  });

  it('counts a full shell and no more', () => {
    const ring = ringOf(1, 150_000);
    expect(heldEvents(ring)).toBe(SHELL_SLOTS);
    expect(newestSlot(ring)).toBe(5_999);
    expect(drawnEvents(ring, 1)).toBe(SHELL_SLOTS);
    expect(drawnEvents(ring, 7)).toBe(20_571);
  });

  it('counts the drawn events of any stretch and stride as a plain loop does', () => {
    const stretch = fc.tuple(fc.integer({ min: 1, max: 400_000 }), fc.nat(3_000));
    fc.assert(
      fc.property(stretch, fc.constantFrom(1, 7, 11, 13), ([first, more], stride) => {
        const ring = ringOf(first, first + more);
        const last = Math.floor(SHELL_SLOTS / stride) * stride;
        let count = 0;
        for (let n = first; n <= first + more; n += 1) {
          if (slotOf(n) % stride === 0 && slotOf(n) < last) count += 1;
        }
        expect(drawnEvents(ring, stride)).toBe(count);
        // Vertices are the slots drawn, and those of the whole shell when events lie on both sides of its seam.
        const vertices = vertexRange(ring, stride);
        const overSeam = slotOf(first) > slotOf(first + more);
        expect(vertices.count).toBe(overSeam ? Math.floor(SHELL_SLOTS / stride) : count);
        if (count > 0 && !overSeam)
          expect(vertices.first * stride - slotOf(first)).toBeLessThan(stride);
      }),
      { numRuns: 60 },
    );
  });
});
