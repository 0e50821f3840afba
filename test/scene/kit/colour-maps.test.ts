import { describe, expect, it } from 'vitest';
import { MAP_STOPS } from '../../../src/renderer/scene/kit/colour-map-data.ts';
import {
  MAP_TEXELS,
  mapColour,
  mapStops,
  mapTexels,
  tableColour,
} from '../../../src/renderer/scene/kit/colour-maps.ts';
import { lightness, rgbOf } from '../../../src/renderer/scene/kit/colour.ts';
import { THEME_TOKENS } from '../../../src/renderer/theme/tokens.ts';
import { DEFICIENCIES, apart, labOf, seenWith } from '../colour-vision.ts';
import type { Deficiency } from '../colour-vision.ts';

const GROWING = ['cividis', 'viridis', 'batlow'] as const;
const THEMES = ['dark', 'light'] as const;
const SEEN = Object.keys(DEFICIENCIES) as Deficiency[];
const shares = Array.from({ length: 101 }, (_, i) => i / 100);

describe('published colours', () => {
  // First, middle and last colour of the published tables.
  it.each([
    ['viridis', '#440154', '#21918c', '#fde725'],
    ['cividis', '#00224e', '#7d7c78', '#fee838'],
    ['batlow', '#011959', '#828231', '#faccfa'],
  ] as const)('%s is itself', (name, first, middle, last) => {
    expect(apart(tableColour(name, 0), rgbOf(first))).toBeLessThan(2);
    expect(apart(tableColour(name, 0.5), rgbOf(middle))).toBeLessThan(2);
    expect(apart(tableColour(name, 1), rgbOf(last))).toBeLessThan(2);
  });

  it('has 33 stops each', () => {
    for (const stops of Object.values(MAP_STOPS)) expect(stops.split(' ')).toHaveLength(33);
  });
});

describe.each(GROWING)('%s, for values that grow', (name) => {
  it.each(THEMES)('changes lightness one way only on the %s ground', (theme) => {
    const seen = shares.map((share) => lightness(mapColour(name, theme, share)));
    const sign = theme === 'dark' ? 1 : -1;
    for (let i = 1; i < seen.length; i += 1) {
      expect(sign * ((seen[i] ?? 0) - (seen[i - 1] ?? 0))).toBeGreaterThan(0);
    }
    expect(sign * ((seen[100] ?? 0) - (seen[0] ?? 0))).toBeGreaterThan(45);
  });

  it.each(SEEN)('keeps its order of lightness with %s', (deficiency) => {
    for (const theme of THEMES) {
      const seen = shares.map((x) => labOf(seenWith(deficiency, mapColour(name, theme, x)))[0]);
      const sign = theme === 'dark' ? 1 : -1;
      for (let i = 5; i < seen.length; i += 5) {
        expect(sign * ((seen[i] ?? 0) - (seen[i - 5] ?? 0))).toBeGreaterThan(0);
      }
    }
  });

  it.each(THEMES)('shows its lowest value on the %s ground', (theme) => {
    const ground = rgbOf(THEME_TOKENS[theme].background);
    expect(apart(mapColour(name, theme, 0), ground)).toBeGreaterThan(20);
  });
});

describe('the map for signed values', () => {
  it('is lightest at zero and darkens evenly to both sides', () => {
    const at = (share: number): number => lightness(mapColour('vik', 'dark', share));
    for (let i = 1; i <= 10; i += 1) {
      expect(at(0.5 + i / 20)).toBeLessThan(at(0.5 + (i - 1) / 20));
      expect(at(0.5 - i / 20)).toBeLessThan(at(0.5 - (i - 1) / 20));
      expect(Math.abs(at(0.5 + i / 20) - at(0.5 - i / 20))).toBeLessThan(12);
    }
  });

  it.each(SEEN)('keeps its two ends apart with %s', (deficiency) => {
    const [low, high] = [0.05, 0.95].map((x) => seenWith(deficiency, mapColour('vik', 'dark', x)));
    expect(apart(low ?? [0, 0, 0], high ?? [0, 0, 0])).toBeGreaterThan(25);
  });
});

describe('the map for angles', () => {
  it('ends where it begins', () => {
    expect(apart(mapColour('romaO', 'dark', 0), mapColour('romaO', 'dark', 1))).toBeLessThan(1.5);
  });

  it('has no step that shows as an edge', () => {
    for (let i = 1; i < shares.length; i += 1) {
      const step = apart(
        mapColour('romaO', 'dark', shares[i] ?? 0),
        mapColour('romaO', 'dark', shares[i - 1] ?? 0),
      );
      expect(step).toBeLessThan(5);
    }
  });
});

describe('mapTexels', () => {
  it('is the map as bytes, opaque', () => {
    const texels = mapTexels('viridis', 'dark');
    expect(texels).toHaveLength(MAP_TEXELS * 4);
    const last = mapColour('viridis', 'dark', 1).map((x) => Math.round(x * 255));
    expect([...texels.subarray(-4)]).toEqual([...last, 255]);
    expect(mapStops('viridis', 'dark', 3)).toHaveLength(3);
  });

  it('takes what lies outside as the nearest end and what is no number as the top', () => {
    expect(mapColour('batlow', 'dark', -5)).toEqual(mapColour('batlow', 'dark', 0));
    expect(mapColour('batlow', 'dark', NaN)).toEqual(mapColour('batlow', 'dark', 1));
  });
});
