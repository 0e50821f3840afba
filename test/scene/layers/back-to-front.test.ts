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
        sortBackToFront(
          order,
          new Uint16Array(places.length),
          Float64Array.from(places.flat()),
          eye,
        );
        expect([...order].sort((a, b) => a - b)).toEqual(places.map((_, id) => id));
        const distances = [...order].map((id) => {
          const [x, y, z] = places[id] ?? [NaN, NaN, NaN];
          return Math.hypot(x - eye[0], y - eye[1], z - eye[2]);
        });
        const step = (Math.max(...distances) - Math.min(...distances)) / 4_095;
        for (let i = 1; i < distances.length; i += 1) {
          expect(distances[i]).toBeLessThanOrEqual((distances[i - 1] ?? NaN) + step + 1e-9);
        }
      }),
    );
  });
});
