import { describe, expect, it } from 'vitest';
import {
  blendShare,
  computeShare,
  evenShare,
  sphereColour,
} from '../../../src/renderer/scene/layers/spheres/sphere-colour.ts';
import { SCENE_PALETTES } from '../../../src/renderer/scene/kit/scene-palette.ts';
import { THEME_TOKENS } from '../../../src/renderer/theme/tokens.ts';
import { rgbOf } from '../../../src/renderer/scene/kit/colour.ts';
import { SPHERE_STATES } from '../../../src/shared/frames/sphere-frame.ts';

const palette = SCENE_PALETTES.dark;
const leaf = (state: (typeof SPHERE_STATES)[number], utilization = 0) =>
  sphereColour({ state, leaf: true, utilization }, 1 / 6, palette);

describe('sphereColour', () => {
  it('follows the theme: amber processes, blue accumulates, green updates', () => {
    expect(leaf('processing')).toEqual(rgbOf(THEME_TOKENS.dark.accent));
    expect(leaf('accumulating')).toEqual(rgbOf(THEME_TOKENS.dark.blue));
    expect(leaf('updating')).toEqual(rgbOf(THEME_TOKENS.dark.green));
    expect(leaf('terminating')).toEqual(rgbOf(THEME_TOKENS.dark.red));
  });

  it('gives every state a colour within the screen', () => {
    for (const state of SPHERE_STATES) {
      for (const channel of leaf(state, 0.4)) {
        expect(channel).toBeGreaterThanOrEqual(0);
        expect(channel).toBeLessThanOrEqual(1);
      }
    }
  });

  it('warms a resting leaf with its share of compute time, up to the even share', () => {
    const reds = [0, 1 / 24, 1 / 12, 1 / 8, 1 / 6].map((share) => leaf('waiting', share)[0]);
    expect(reds).toEqual([...reds].sort((a, b) => a - b));
    expect(new Set(reds).size).toBe(reds.length);
    expect(leaf('waiting', 1 / 6)).toEqual(palette.processing);
    expect(leaf('waiting', 0)).toEqual(palette.leaf);
    expect(leaf('initializing')).toEqual(palette.leaf);
  });

  it('shows parents at rest paler than leaves', () => {
    const parent = sphereColour({ state: 'idle', leaf: false, utilization: 0 }, 1, palette);
    expect(Math.min(...parent)).toBeGreaterThan(Math.max(...leaf('idle')));
  });
});

describe('shares', () => {
  it('shares the workers evenly, never beyond a whole one', () => {
    expect(evenShare(2, 12)).toBeCloseTo(1 / 6, 14);
    expect(evenShare(64, 12)).toBe(1);
    expect(evenShare(2, 0)).toBe(1);
  });

  it('takes what is no number for no work', () => {
    expect(computeShare(NaN, 0.5)).toBe(0);
    expect(computeShare(-1, 0.5)).toBe(0);
    expect(computeShare(Infinity, 0.5)).toBe(1);
  });

  it('blends alike in one step or many', () => {
    const left = (steps: number): number => (1 - blendShare(60 / steps)) ** steps;
    expect(left(6)).toBeCloseTo(left(1), 12);
    expect(blendShare(0)).toBe(0);
    expect(blendShare(1_000)).toBe(1);
  });
});
