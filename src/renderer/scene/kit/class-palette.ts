import { rgbOf } from './colour.ts';
import type { Rgb } from './colour.ts';
import type { Theme } from './colour-maps.ts';

/** Classes that have a colour of their own: the twelve groups, or fewer. */
export const CLASSES = 12;

/**
 * Twelve colours in the order of the clock, each thirty degrees of hue from the last. Found by search: the nearest two of all are
 * 25 CIELAB units apart, and those that share a shape stay 30 apart for every simulated colour-vision deficiency (a test measures both).
 */
const PALETTES: Readonly<Record<Theme, readonly Rgb[]>> = {
  dark: [
    ...['#f0c58e', '#9e8b33', '#c3d478', '#71e1aa', '#11e2e4', '#84d7fa'],
    ...['#109ae6', '#8e94bc', '#6f6ec0', '#be527d', '#a77373', '#af6432'],
  ].map(rgbOf),
  light: [
    ...['#b0792e', '#8b9e46', '#485609', '#29a08a', '#005b49', '#00a3cb'],
    ...['#0389d7', '#474892', '#9783bc', '#6b445c', '#d16381', '#974021'],
  ].map(rgbOf),
};

/** The second channel: what a point of a class looks like where it is large enough to have a shape. */
export const SHAPES = ['disc', 'square', 'diamond', 'triangle'] as const;
export type Shape = (typeof SHAPES)[number];

export function classColour(index: number, theme: Theme): Rgb {
  const palette = PALETTES[theme];
  return palette[((index % CLASSES) + CLASSES) % CLASSES] ?? [0, 0, 0];
}

export function classColours(theme: Theme): readonly Rgb[] {
  return PALETTES[theme];
}

export function classShape(index: number): Shape {
  return SHAPES[((index % SHAPES.length) + SHAPES.length) % SHAPES.length] ?? 'disc';
}
