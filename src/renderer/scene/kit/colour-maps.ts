import { MAP_STOPS } from './colour-map-data.ts';
import type { MapName } from './colour-map-data.ts';
import { mixRgb, rgbOf } from './colour.ts';
import type { Rgb } from './colour.ts';

export type { MapName };
export type Theme = 'dark' | 'light';

/** Colours of a map's table for the GPU. */
export const MAP_TEXELS = 256;

/**
 * The part of a map that is used, from its lowest value to its highest. Maps for values that grow leave out the end that would sink
 * into the ground, and on the light ground they run from light to dark, so that more always stands out more.
 */
const USED: Readonly<Record<MapName, Readonly<Record<Theme, readonly [number, number]>>>> = {
  viridis: { dark: [0.2, 1], light: [0.82, 0] },
  cividis: { dark: [0.22, 1], light: [0.8, 0] },
  batlow: { dark: [0.16, 1], light: [0.8, 0] },
  vik: { dark: [0.1, 0.9], light: [0.1, 0.9] },
  romaO: { dark: [0, 1], light: [0, 1] },
};

const STOPS = new Map<MapName, readonly Rgb[]>();

function stopsOf(name: MapName): readonly Rgb[] {
  const known = STOPS.get(name);
  if (known) return known;
  const stops = MAP_STOPS[name].split(' ').map((hex) => rgbOf(`#${hex}`));
  STOPS.set(name, stops);
  return stops;
}

/** Colour at a share of the whole published map; clamps to 0..1, and what is no number counts as 1. */
export function tableColour(name: MapName, share: number): Rgb {
  const stops = stopsOf(name);
  const place = (Number.isNaN(share) ? 1 : Math.min(Math.max(share, 0), 1)) * (stops.length - 1);
  const below = Math.min(Math.floor(place), stops.length - 2);
  const [from, to] = [stops[below], stops[below + 1]];
  return from && to ? mixRgb(from, to, place - below) : [0, 0, 0];
}

/** Colour of a share of the map as it is used on a theme's ground. */
export function mapColour(name: MapName, theme: Theme, share: number): Rgb {
  const [from, to] = USED[name][theme];
  const inside = Number.isNaN(share) ? 1 : Math.min(Math.max(share, 0), 1);
  return tableColour(name, from + (to - from) * inside);
}

/** The map as MAP_TEXELS texels of red, green, blue and 255. */
export function mapTexels(name: MapName, theme: Theme): Uint8Array<ArrayBuffer> {
  const texels = new Uint8Array(MAP_TEXELS * 4);
  for (let i = 0; i < MAP_TEXELS; i += 1) {
    mapColour(name, theme, i / (MAP_TEXELS - 1)).forEach((channel, at) => {
      texels[i * 4 + at] = Math.round(channel * 255);
    });
    texels[i * 4 + 3] = 255;
  }
  return texels;
}

/** `count` evenly spaced colours of the map, lowest first: a legend's gradient. */
export function mapStops(name: MapName, theme: Theme, count = 9): readonly Rgb[] {
  return Array.from({ length: count }, (_, i) => mapColour(name, theme, i / (count - 1)));
}
