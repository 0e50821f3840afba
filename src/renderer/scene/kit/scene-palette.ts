import { THEME_TOKENS } from '../../theme/tokens.ts';
import { rgbOf } from './colour.ts';
import type { Rgb } from './colour.ts';

/** Colours of the scene, from the theme's tokens plus the greys that only the scene needs. */
export interface ScenePalette {
  readonly background: Rgb;
  /** A leaf that does nothing. */
  readonly leaf: Rgb;
  /** A sphere with children that does nothing: paler. */
  readonly parent: Rgb;
  /** A sphere that is not there any more, or not yet. */
  readonly absent: Rgb;
  readonly processing: Rgb;
  readonly accumulating: Rgb;
  readonly updating: Rgb;
  readonly trouble: Rgb;
  readonly link: Rgb;
  readonly ring: Rgb;
  readonly mark: Rgb;
  /** Light that reaches a sphere from everywhere, 0..1. */
  readonly ambient: number;
}

function palette(theme: 'dark' | 'light', greys: Record<'leaf' | 'parent', string>): ScenePalette {
  const tokens = THEME_TOKENS[theme];
  return {
    background: rgbOf(tokens.background),
    leaf: rgbOf(greys.leaf),
    parent: rgbOf(greys.parent),
    absent: rgbOf(tokens.line),
    processing: rgbOf(theme === 'dark' ? tokens.accent : '#e09a1f'),
    accumulating: rgbOf(tokens.blue),
    updating: rgbOf(tokens.green),
    trouble: rgbOf(tokens.red),
    link: rgbOf(tokens.muted),
    ring: rgbOf(tokens.faint),
    mark: rgbOf(tokens.text),
    ambient: theme === 'dark' ? 0.16 : 0.34,
  };
}

export const SCENE_PALETTES: Readonly<Record<'dark' | 'light', ScenePalette>> = {
  dark: palette('dark', { leaf: '#4a5462', parent: '#c6ccd6' }),
  light: palette('light', { leaf: '#aab4c2', parent: '#78838f' }),
};
