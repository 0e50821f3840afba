import { describe, expect, it } from 'vitest';
import {
  CLASSES,
  SHAPES,
  classColour,
  classColours,
  classShape,
} from '../../../src/renderer/scene/kit/class-palette.ts';
import { rgbOf } from '../../../src/renderer/scene/kit/colour.ts';
import { THEME_TOKENS } from '../../../src/renderer/theme/tokens.ts';
import { DEFICIENCIES, apart, seenWith } from '../colour-vision.ts';
import type { Deficiency } from '../colour-vision.ts';

const pairs = Array.from({ length: CLASSES }, (_, a) =>
  Array.from({ length: a }, (_, b) => [a, b] as const),
).flat();

describe.each(['dark', 'light'] as const)('the twelve classes on the %s ground', (theme) => {
  it('are told apart by colour', () => {
    for (const [a, b] of pairs) {
      expect(apart(classColour(a, theme), classColour(b, theme))).toBeGreaterThan(24);
    }
  });

  it.each(Object.keys(DEFICIENCIES) as Deficiency[])(
    'are told apart by colour and shape with %s',
    (deficiency) => {
      for (const [a, b] of pairs) {
        const [one, other] = [classColour(a, theme), classColour(b, theme)];
        const distance = apart(seenWith(deficiency, one), seenWith(deficiency, other));
        expect(distance).toBeGreaterThan(classShape(a) === classShape(b) ? 30 : 6);
      }
    },
  );

  it('stand out of the ground', () => {
    const ground = rgbOf(THEME_TOKENS[theme].background);
    for (const colour of classColours(theme)) expect(apart(colour, ground)).toBeGreaterThan(35);
  });
});

it('gives four shapes in turn and wraps', () => {
  expect(Array.from({ length: 4 }, (_, i) => classShape(i))).toEqual(SHAPES);
  expect(classShape(-1)).toBe('triangle');
  expect(classColour(12, 'dark')).toEqual(classColour(0, 'dark'));
});
