import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortBackToFront } from '../../../src/renderer/scene/layers/spheres/back-to-front.ts';

const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const place = fc.tuple(coordinate, coordinate, coordinate);

describe('sortBackToFront', () => {
  it('orders every sphere once, far before near within a step of the sort', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 200 }), place, (places, eye) => {
        const order = new Uint32Array(places.length);
        const drawn = sortBackToFront(
          order,
          new Uint16Array(places.length),
          Float32Array.from(places.flatMap((place) => [...place, 0.1])),
          eye,
        );
        expect(drawn).toBe(places.length);
        expect([...order].sort((a, b) => a - b)).toEqual(places.map((_, id) => id));
        const distances = [...order].map((id) => {
          const [x, y, z] = places[id] ?? [NaN, NaN, NaN];
          return Math.hypot(x - eye[0], y - eye[1], z - eye[2]);
        });
        const step = (Math.max(...distances) - Math.min(...distances)) / 4_095 + 1e-6;
        for (let i = 1; i < distances.length; i += 1) {
          expect(distances[i]).toBeLessThanOrEqual((distances[i - 1] ?? NaN) + step + 1e-9);
        }
      }),
    );
  });

  it('leaves out what has no size and what looks too small', () => {
    const order = new Uint32Array(3);
    const places = Float32Array.of(0, 0, -1, 0.5, 0, 0, -2, 0, 0, 0, -9, 0.01);
    expect(sortBackToFront(order, new Uint16Array(3), places, [0, 0, 0])).toBe(2);
    expect([...order.subarray(0, 2)]).toEqual([2, 0]);
    expect(sortBackToFront(order, new Uint16Array(3), places, [0, 0, 0], 0.01)).toBe(1);
    expect(order[0]).toBe(0);
  });
});
