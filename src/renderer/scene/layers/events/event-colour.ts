import { mixRgb, rgbOf } from '../../kit/colour.ts';
import type { Rgb } from '../../kit/colour.ts';
import { COLOUR_NATS } from './event-layout.ts';

/**
 * Loss to colour: blue over grey to yellow, in the manner of cividis (Nuñez, Anderton, Renslow 2018), readable with every common
 * colour-vision deficiency because lightness alone carries the order. Its dark end is lifted so that a well-learnt
 * token still shows on the dark ground; on the light ground the order of lightness is turned round.
 */
const SCALES: Record<'dark' | 'light', readonly Rgb[]> = {
  dark: ['#2a4f94', '#526c9c', '#85898c', '#c3ab5c', '#ffe24d'].map(rgbOf),
  light: ['#a9bddb', '#8499bd', '#7c7a78', '#7d5f24', '#5c3600'].map(rgbOf),
};

/** The scale's evenly spaced stops, lowest loss first. */
export function eventScale(theme: 'dark' | 'light'): readonly Rgb[] {
  return SCALES[theme];
}

/** Colour of a loss in nats; clamps to 0..COLOUR_NATS, and a loss that is no number gets the top. */
export function eventColour(lossNats: number, theme: 'dark' | 'light'): Rgb {
  const scale = SCALES[theme];
  const share = Number.isNaN(lossNats) ? 1 : Math.min(Math.max(lossNats / COLOUR_NATS, 0), 1);
  const place = share * (scale.length - 1);
  const below = Math.min(Math.floor(place), scale.length - 2);
  const from = scale[below];
  const to = scale[below + 1];
  return from && to ? mixRgb(from, to, place - below) : [0, 0, 0];
}

/** How strongly an event of this age shows: the newest fully, the last of a shell at a third. `age` 0..1 of a shell. */
export function eventStrength(age: number): number {
  return 1 - 0.66 * Math.sqrt(Math.min(Math.max(age, 0), 1));
}
