import { RING } from '../../../src/renderer/scene/layers/events/event-layout.ts';
import { describe, expect, it } from 'vitest';
import {
  layoutSpheres,
  restingTree,
} from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import { MOVE_MS, SpherePlaces } from '../../../src/renderer/scene/layers/spheres/sphere-places.ts';

const tree = restingTree();
const packed = layoutSpheres(tree);
const clock = layoutSpheres(tree, { layout: 'clock', levels: 4, collapsed: [] });
const heightOf = ({ now }: SpherePlaces, id: number): number => now[id * 4 + 1] ?? NaN;

describe('SpherePlaces', () => {
  it('begins at rest where the layout has them', () => {
    const places = new SpherePlaces(packed);
    expect([places.moving, places.share]).toEqual([false, 1]);
    expect(heightOf(places, 2)).toBeCloseTo(packed.centres[7] ?? NaN, 6);
    expect(places.advance(16)).toBe(false);
  });

  it('goes all the way in 200 ms, without a jump', () => {
    const places = new SpherePlaces(packed);
    const start = heightOf(places, 2);
    places.aim(clock, false);
    expect(heightOf(places, 2)).toBe(start);
    let last = start;
    for (let t = 0; t < MOVE_MS; t += 20) {
      expect(places.advance(20)).toBe(true);
      expect(Math.abs(heightOf(places, 2) - last)).toBeLessThan(
        0.2 * Math.abs(start - RING.floor) + 1e-6,
      );
      last = heightOf(places, 2);
    }
    expect(places.moving).toBe(false);
    expect(last).toBeCloseTo(RING.floor, 6);
  });

  it('turns round on its way from where it is', () => {
    const places = new SpherePlaces(packed);
    places.aim(clock, false);
    places.advance(100);
    const half = heightOf(places, 2);
    places.aim(packed, false);
    expect(heightOf(places, 2)).toBeCloseTo(half, 6);
    places.advance(MOVE_MS);
    expect(heightOf(places, 2)).toBeCloseTo(packed.centres[7] ?? NaN, 6);
  });

  it('is there at once when motion is reduced', () => {
    const places = new SpherePlaces(packed);
    const before = places.version;
    places.aim(clock, true);
    expect(places.moving).toBe(false);
    expect(heightOf(places, 2)).toBeCloseTo(RING.floor, 6);
    expect(places.version).toBeGreaterThan(before);
  });

  it('holds back without moving', () => {
    const places = new SpherePlaces(packed);
    places.hold((id) => id === 4);
    expect(places.now[4 * 4 + 3]).toBe(0);
    places.hold(() => false);
    expect(places.now[4 * 4 + 3]).toBeCloseTo(packed.radii[4] ?? NaN, 6);
  });
});
