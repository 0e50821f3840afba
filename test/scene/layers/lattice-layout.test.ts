import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LATTICE,
  LATTICE_FLOORS,
  bandRounds,
  dotSize,
  folded,
  latticePoint,
  ringReach,
} from '../../../src/renderer/scene/layers/lattice/lattice-layout.ts';
import type { LatticePrime } from '../../../src/renderer/scene/layers/lattice/lattice-layout.ts';
import { latticeGuides } from '../../../src/renderer/scene/layers/lattice/lattice-guides.ts';
import { SEGMENT_FLOATS } from '../../../src/renderer/scene/kit/thin-lines.ts';
import { LATTICE_LAYOUTS } from '../../../src/renderer/store/scene-look.ts';

const FLOOR = LATTICE_FLOORS.free;
const TURN = 2 * Math.PI;
const prime = (k: number, thetaRad: number, place = 1, count = 144_000): LatticePrime => ({
  ...{ k, count, thetaRad, place },
});
const place = (position: number, ring: number, group = 1): number =>
  position + ring * 2 ** 16 + group * 2 ** 24;
const hour = ([x, , z]: readonly number[]): number =>
  ((Math.atan2(x ?? 0, -(z ?? 0)) / TURN) * 12 + 12) % 12;
const reach = ([x, , z]: readonly number[]): number => Math.hypot(x ?? 0, z ?? 0);

describe.each(LATTICE_LAYOUTS)('the %s', (layout) => {
  it('holds every prime, finite and inside the ring of events', () => {
    const index = fc.integer({ min: 1, max: 144_000 });
    const turn = fc.double({ min: 0, max: TURN, noNaN: true });
    const where = fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(index, turn, where, (k, theta, [position, ring]) => {
        const at = place(position, ring, k % 12);
        const point = latticePoint(
          layout,
          prime(ring < 4 ? Math.min(k, 232) : Math.max(k, 233), theta, at),
          FLOOR,
        );
        expect(point.every(Number.isFinite)).toBe(true);
        expect(reach(point)).toBeLessThanOrEqual(LATTICE.outer + 1e-9);
      }),
    );
  });

  it('has lines to be read by', () => {
    const guides = latticeGuides(layout);
    expect(guides.length % SEGMENT_FLOATS).toBe(0);
    expect(guides.length).toBeGreaterThan(0);
    expect(guides.every(Number.isFinite)).toBe(true);
  });
});

it('puts the last of a ring at twelve o’clock and the hours on their hours', () => {
  for (let k = 1; k <= 12; k += 1) {
    expect(hour(latticePoint('rings', prime(k, 0, place(k, 0)), FLOOR))).toBeCloseTo(k % 12, 9);
  }
  expect(hour(latticePoint('rings', prime(27, 0, place(15, 1)), FLOOR))).toBeCloseTo(3, 9);
  const last = latticePoint('rings', prime(232, 0, place(100, 3)), FLOOR);
  expect(reach(last)).toBeCloseTo(1, 9);
});

it('keeps the rounds of the outermost ring apart, up to the rim', () => {
  expect(ringReach(4, 233, 144_000)).toBe(LATTICE.band.inner);
  expect(ringReach(4, 1_232, 144_000)).toBe(LATTICE.band.inner);
  expect(ringReach(4, 1_233, 144_000)).toBeGreaterThan(LATTICE.band.inner);
  expect(ringReach(4, 144_000, 144_000)).toBeCloseTo(LATTICE.band.outer, 9);
});

it('shares the width of the outermost ring among the rounds that there are', () => {
  expect([232, 233, 1_232, 1_233, 3_000].map(bandRounds)).toEqual([0, 1, 1, 2, 3]);
  expect(ringReach(4, 1_000, 1_000)).toBe(LATTICE.band.inner);
  const rounds = [233, 1_233, 2_233].map((k) => ringReach(4, k, 3_000));
  const { inner, outer } = LATTICE.band;
  expect(rounds).toEqual([inner, (inner + outer) / 2, outer]);
});

it('fills the spiral evenly: a quarter of the primes within half the radius', () => {
  const inside = Array.from({ length: 1_000 }, (_, i) =>
    reach(latticePoint('spiral', prime(i + 1, 0, 1, 1_000), FLOOR)),
  ).filter((r) => r < LATTICE.outer / 2);
  expect(inside.length).toBe(250);
});

it('stands a ray at its residue and spreads it by theta alone', () => {
  for (const group of [1, 5, 7, 11]) {
    const middle = latticePoint('rays', prime(500, Math.PI, place(1, 4, group)), FLOOR);
    expect(hour(middle)).toBeCloseTo(group, 9);
    const edge = latticePoint('rays', prime(500, 0, place(1, 4, group)), FLOOR);
    expect((group - hour(edge) + 12) % 12).toBeCloseTo((LATTICE.rayReach / TURN) * 12, 9);
  }
});

it('folds without losing the angle: angle and sheet give it back', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: TURN, noNaN: true }), (theta) => {
      const { angle, quadrant } = folded(theta);
      expect(angle).toBeGreaterThanOrEqual(0);
      expect(angle).toBeLessThanOrEqual(Math.PI / 2 + 1e-12);
      const back = [angle, Math.PI - angle, Math.PI + angle, TURN - angle][quadrant - 1] ?? NaN;
      expect(back).toBeCloseTo(theta, 12);
    }),
  );
  const sheets = [0.1, 2, 4, 6].map((theta) => latticePoint('fold', prime(9, theta), 0)[1]);
  expect(sheets.map((y) => Number((y / LATTICE.sheet).toFixed(6)))).toEqual([3, 2, 1, 0]);
});

it('is the inverse stereographic projection on the sphere', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 6, noNaN: true }),
      (k, theta) => {
        const [x, y, z] = latticePoint('sphere', prime(k, theta, 1, 1_000), FLOOR);
        expect(Math.hypot(x, y, z)).toBeCloseTo(LATTICE.sphere, 9);
        // Back to the plane, from the north pole: rho^2 = share / (1 - share).
        const rho = Math.hypot(x, z) / (LATTICE.sphere - y);
        const share = (k - 0.5) / 1_000;
        expect(rho ** 2).toBeCloseTo(share / (1 - share), 6);
      },
    ),
  );
});

it('draws few primes large and many small', () => {
  expect(dotSize(232)).toBeGreaterThan(4 * dotSize(144_000));
  expect(dotSize(0)).toBe(dotSize(12));
});
