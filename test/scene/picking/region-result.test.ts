import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendEvents, createEventRing } from '../../../src/renderer/store/event-ring.ts';
import { idsInside, regionBox } from '../../../src/renderer/scene/picking/region-result.ts';
import { EVENT_BIT } from '../../../src/renderer/scene/picking/pick-result.ts';
import type { DrawnRegion, StagePlace } from '../../../src/renderer/store/tool-slice.ts';

const SIDE = 40;
const STAGE = { width: SIDE, height: SIDE };
const ring = createEventRing();
appendEvents(ring, { firstN: 1, leaves: 12, context: 4, step: 1, words: new Uint32Array(9) });

/** Every pixel of the stage shows a sphere whose id is the pixel's number. */
function pixelsOf(box: NonNullable<ReturnType<typeof regionBox>>): Uint8Array {
  const pixels = new Uint8Array(box.width * box.height * 4);
  for (let row = 0; row < box.height; row += 1) {
    const y = box.top + box.height - 1 - row; // the lowest row comes first
    for (let column = 0; column < box.width; column += 1) {
      const value = y * SIDE + box.left + column + 1;
      pixels.set([value & 255, value >> 8, 0, 255], (row * box.width + column) * 4);
    }
  }
  return pixels;
}

const spheresIn = (region: DrawnRegion): readonly number[] => {
  const box = regionBox(region, STAGE);
  return box ? idsInside(pixelsOf(box), box, region, ring).spheres : [];
};

/** Whether a point lies inside a polygon, by the winding of its angles: another way than the one tested. */
function windsAround(points: readonly StagePlace[], x: number, y: number): number {
  let turns = 0;
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] ?? a;
    const angle = Math.atan2(b.y - y, b.x - x) - Math.atan2(a.y - y, a.x - x);
    turns += angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;
  });
  return Math.round(turns / (2 * Math.PI));
}

/** Whether a point lies on the polygon's edge, as far as rounding can tell: either answer is right there. */
function touchesEdge(points: readonly StagePlace[], x: number, y: number): boolean {
  return points.some((a, i) => {
    const b = points[(i + 1) % points.length] ?? a;
    return Math.abs((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) < 1e-9;
  });
}

describe('a region', () => {
  it('of a box holds exactly its pixels', () => {
    const found = spheresIn({
      shape: 'box',
      points: [
        { x: 3.2, y: 7 },
        { x: 5.5, y: 4.1 },
      ],
    });
    expect(found).toEqual([4, 5, 6].flatMap((y) => [3, 4, 5].map((x) => y * SIDE + x)));
  });

  it('is cut to the stage, and is nothing outside of it', () => {
    expect(
      regionBox(
        {
          shape: 'box',
          points: [
            { x: -9, y: -9 },
            { x: 2, y: 1 },
          ],
        },
        STAGE,
      ),
    ).toEqual({
      ...{ left: 0, top: 0, width: 2, height: 1 },
    });
    expect(
      regionBox(
        {
          shape: 'box',
          points: [
            { x: 50, y: 3 },
            { x: 60, y: 9 },
          ],
        },
        STAGE,
      ),
    ).toBeUndefined();
  });

  it('of a lasso holds the pixels whose centres wind round it', () => {
    const place = fc.record({
      x: fc.integer({ min: 0, max: SIDE * 10 }).map((v) => v / 10 + 0.013),
      y: fc.integer({ min: 0, max: SIDE * 10 }).map((v) => v / 10 + 0.017),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 3, maxLength: 3 }), (points) => {
        const found = new Set(spheresIn({ shape: 'lasso', points }));
        for (let y = 0; y < SIDE; y += 1) {
          for (let x = 0; x < SIDE; x += 1) {
            if (touchesEdge(points, x + 0.5, y + 0.5)) continue;
            expect(found.has(y * SIDE + x)).toBe(windsAround(points, x + 0.5, y + 0.5) !== 0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('tells events from spheres, and leaves out slots without an event', () => {
    const box = { left: 0, top: 0, width: 3, height: 1 };
    const values = [5, EVENT_BIT + 4, EVENT_BIT + 100];
    const pixels = Uint8Array.from(values.flatMap((v) => [v & 255, (v >> 8) & 255, v >> 16, 255]));
    const region: DrawnRegion = {
      shape: 'box',
      points: [
        { x: 0, y: 0 },
        { x: 3, y: 1 },
      ],
    };
    expect(idsInside(pixels, box, region, ring)).toEqual({ spheres: [4], events: [4] });
  });
});
