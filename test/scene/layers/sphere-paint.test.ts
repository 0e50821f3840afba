import { describe, expect, it } from 'vitest';
import { classColour } from '../../../src/renderer/scene/kit/class-palette.ts';
import { packRgb } from '../../../src/renderer/scene/kit/colour.ts';
import { mapColour } from '../../../src/renderer/scene/kit/colour-maps.ts';
import { SCENE_PALETTES } from '../../../src/renderer/scene/kit/scene-palette.ts';
import {
  layoutSpheres,
  restingTree,
} from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';
import { paintSpheres } from '../../../src/renderer/scene/layers/spheres/sphere-paint.ts';
import type { SpherePaint } from '../../../src/renderer/scene/layers/spheres/sphere-paint.ts';
import { openSphereRows } from '../../../src/renderer/scene/layers/spheres/sphere-rows.ts';
import {
  followedRange,
  niceAbove,
  workSizes,
} from '../../../src/renderer/scene/layers/spheres/sphere-values.ts';
import { SPHERE_COLOURS } from '../../../src/renderer/store/scene-look.ts';
import type { SphereColourName } from '../../../src/renderer/store/scene-look.ts';
import { sphereFrame } from '../frames.ts';
import type { SphereInput } from '../frames.ts';

const layout = layoutSpheres(restingTree());
const rowsOf = (overrides: Readonly<Record<number, SphereInput>>) =>
  openSphereRows(sphereFrame(1, overrides));
/** The paint's range, and the colour that it gives each sphere. */
function painted({ range, into }: SpherePaint) {
  const colours = new Int32Array(layout.count);
  into(colours);
  return { range, of: (id: number) => colours[id] };
}
const paint = (colour: SphereColourName, overrides: Readonly<Record<number, SphereInput>>) =>
  painted(
    paintSpheres(rowsOf(overrides), layout, {
      colour,
      scale: { log: false },
      map: 'cividis',
      theme: 'dark',
      workers: 1,
    }),
  );

describe('paintSpheres', () => {
  it.each(SPHERE_COLOURS)('leaves spheres without a value of %s at rest', (colour) => {
    const { of } = paint(colour, {});
    if (['load', 'steals', 'queue'].includes(colour)) return; // 0 is a value there
    const rest = colour === 'group' ? [0] : [0, 5];
    for (const id of rest) {
      const { leaf, parent } = SCENE_PALETTES.dark;
      expect(of(id)).toBe(packRgb(id === 0 ? parent : leaf));
    }
  });

  it('puts values on the scale', () => {
    const { of, range } = paint('gradient', { 3: { gradientNorm: 2 }, 4: { gradientNorm: 1 } });
    expect(range).toEqual({ min: 0, max: 2 });
    expect(of(3)).toBe(packRgb(mapColour('cividis', 'dark', 1)));
    expect(of(4)).toBe(packRgb(mapColour('cividis', 'dark', 128 / 255)));
  });

  it('counts what waits, in the queue and in the inbox', () => {
    const { range } = paint('queue', { 3: { queuedItems: 3, inboxNormal: 2 } });
    expect(range).toEqual({ min: 0, max: 5 });
  });

  it('gives groups and workers colours of their own', () => {
    expect(paint('group', {}).of(7)).toBe(packRgb(classColour(6, 'dark')));
    expect(paint('worker', { 2: { worker: 1 } }).of(2)).toBe(packRgb(classColour(1, 'dark')));
  });
});

it('colours by the memory node of the worker, and leaves the unpinned at rest', () => {
  const rows = rowsOf({ 1: { worker: 0 }, 2: { worker: 1 }, 3: { worker: 2 } });
  const look = { colour: 'node', scale: { log: false }, map: 'cividis', theme: 'dark' } as const;
  const { of } = painted(paintSpheres(rows, layout, { ...look, workers: 2, nodes: [1, 0, -1] }));
  const seen = [1, 2, 3, 0].map(of);
  const { leaf, parent } = SCENE_PALETTES.dark;
  const [zero, one] = [0, 1].map((node) => classColour(node, 'dark'));
  expect(seen).toEqual([one, zero, leaf, parent].map((colour) => packRgb(colour ?? leaf)));
});

describe('followedRange', () => {
  it('is 0..1 for load and rounded outwards for the rest', () => {
    expect(followedRange(rowsOf({ 1: { utilization: 0.2 } }), 'load')).toEqual({ min: 0, max: 1 });
    const losses = rowsOf({ 1: { lossNats: 2.31 }, 2: { lossNats: 2.72 } });
    const { min, max } = followedRange(losses, 'loss');
    expect(min).toBeLessThanOrEqual(2.31);
    expect(max).toBeGreaterThanOrEqual(2.72);
    expect(max - min).toBeLessThan(1.6);
  });

  it('knows round numbers', () => {
    expect([0, 0.3, 1, 1.01, 4, 7, 200].map(niceAbove)).toEqual([1, 0.5, 1, 2, 5, 10, 200]);
  });
});

describe('workSizes', () => {
  it('makes area follow the work, a parent having that of all below it', () => {
    const rows = rowsOf({ 1: { microBatches: 10 }, 2: { microBatches: 5 } });
    const parents = Int32Array.from({ length: 13 }, (_, id) => (id === 0 ? -1 : 0));
    const sizes = workSizes(rows, parents, layout.levels);
    expect([sizes[0], sizes[1]]).toEqual([1, 1]);
    expect((sizes[2] ?? NaN) ** 2).toBeCloseTo(0.1 + 0.9 * 0.5, 6);
    expect((sizes[3] ?? NaN) ** 2).toBeCloseTo(0.1, 6);
  });

  it('is even before any work', () => {
    const sizes = workSizes(rowsOf({}), restingTree().parents, layout.levels);
    expect([...sizes]).toEqual(new Array(13).fill(1));
  });
});
