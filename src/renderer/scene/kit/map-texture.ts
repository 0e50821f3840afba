import { DataTexture, NearestFilter } from 'three';
import type { Vector3 } from 'three';
import { classColours } from './class-palette.ts';
import { MAP_TEXELS, mapTexels } from './colour-maps.ts';
import type { MapName, Theme } from './colour-maps.ts';

const TEXTURES = new Map<string, DataTexture>();

/** A colour map as a texture of MAP_TEXELS texels; one for each map and theme, kept for the page's life. */
export function mapTexture(name: MapName, theme: Theme): DataTexture {
  const key = `${name} ${theme}`;
  const known = TEXTURES.get(key);
  if (known) return known;
  const texture = new DataTexture(mapTexels(name, theme), MAP_TEXELS, 1);
  texture.magFilter = NearestFilter;
  texture.minFilter = NearestFilter;
  texture.needsUpdate = true;
  TEXTURES.set(key, texture);
  return texture;
}

/** Writes the twelve classes' colours into a uniform's vectors. */
export function setClassColours(vectors: readonly Vector3[], theme: Theme): void {
  classColours(theme).forEach(([red, green, blue], index) => vectors[index]?.set(red, green, blue));
}
