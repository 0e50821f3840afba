import { describe, expect, it } from 'vitest';
import { HIDDEN, MUTED, SHOWN } from '../../../src/renderer/store/mask.ts';
import { MUTED_SHARE, mixRgb, packRgb } from '../../../src/renderer/scene/kit/colour.ts';
import { SCENE_PALETTES } from '../../../src/renderer/scene/kit/scene-palette.ts';
import { SpherePlaces } from '../../../src/renderer/scene/layers/spheres/sphere-places.ts';
import { SphereTinter } from '../../../src/renderer/scene/layers/spheres/sphere-tinter.ts';
import { clipVector } from '../../../src/renderer/scene/kit/view-uniforms.ts';
import {
  layoutSpheres,
  restingTree,
} from '../../../src/renderer/scene/layers/spheres/sphere-layout.ts';

const palette = SCENE_PALETTES.dark;
const layout = layoutSpheres(restingTree());
const mask = Uint8Array.from(
  { length: layout.count },
  (_, id) => [SHOWN, MUTED, HIDDEN][id] ?? SHOWN,
);

describe('what is muted and hidden', () => {
  it('sinks muted spheres into the ground and leaves the others', () => {
    const tinter = new SphereTinter(layout.count);
    tinter.goals.fill(packRgb(palette.leaf));
    tinter.aim(undefined, packRgb(palette.background), mask);
    const bytes = (packed = 0): number[] => [0, 8, 16].map((at) => (packed >>> at) & 255);
    const sunk = bytes(packRgb(mixRgb(palette.leaf, palette.background, MUTED_SHARE)));
    bytes(tinter.tints[2 * 1 + 1]).forEach((channel, at) => {
      expect(Math.abs(channel - (sunk[at] ?? NaN))).toBeLessThanOrEqual(1);
    });
    expect(tinter.tints[2 * 3 + 1]).toBe(packRgb(palette.leaf));
  });

  it('takes the size from hidden spheres and gives it back', () => {
    const places = new SpherePlaces(layout);
    const shown = places.textures.to.image.data as Float32Array;
    places.hold((id) => mask[id] === HIDDEN);
    expect([0, 1, 2].map((id) => (shown[id * 4 + 3] ?? 0) > 0)).toEqual([true, true, false]);
    places.hold(() => false);
    expect(shown[2 * 4 + 3]).toBeCloseTo(layout.radii[2] ?? 0, 6);
  });

  it('clips what lies beyond a plane, on the side asked for', () => {
    const beyond = (clip: Parameters<typeof clipVector>[0], x: number, y: number): boolean => {
      const plane = clipVector(clip);
      return plane.x * x + plane.y * y > plane.w;
    };
    expect(beyond({ axis: 'x', at: 0.5, keep: 'below' }, 0.6, 0)).toBe(true);
    expect(beyond({ axis: 'x', at: 0.5, keep: 'above' }, 0.6, 0)).toBe(false);
    expect(beyond({ axis: 'y', at: -0.2, keep: 'above' }, 0, -0.3)).toBe(true);
    expect(beyond(undefined, 9, 9)).toBe(false);
  });
});
