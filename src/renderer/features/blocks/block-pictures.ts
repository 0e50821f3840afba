import { MAGNITUDE_BINS } from '../../../shared/contract/blocks.ts';
import type { BlockMoment } from '../../store/block-slice.ts';

type Rgb = readonly [number, number, number];

/** Pixels, red, green, blue, alpha, the top row first. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** Powers of 2 that the pictures over time show: from 2^-24 to 2^4. */
export const MAGNITUDE_EXPONENTS = { low: -24, high: 4 } as const;

/** Attention as a square: row t is the token that looks, column s the one it looks at. Square roots, so that small shares show. */
export function attentionPicture(pattern: readonly number[], side: number, colour: Rgb): Picture {
  const pixels = new Uint8ClampedArray(side * side * 4);
  pattern.forEach((share, at) => {
    pixels.set(colour, at * 4);
    pixels[at * 4 + 3] = 255 * Math.sqrt(Math.max(0, share));
  });
  return { width: side, height: side, pixels };
}

/** Magnitudes over time: a column a moment, the largest on top; how many share a bin, as a share of the column's fullest. */
export function magnitudePicture(
  moments: readonly BlockMoment[],
  matrix: number,
  colour: Rgb,
): Picture {
  const width = Math.max(1, moments.length);
  const pixels = new Uint8ClampedArray(width * MAGNITUDE_BINS * 4);
  moments.forEach(({ tensors }, column) => {
    const bins = tensors[matrix]?.bins ?? [];
    const fullest = Math.max(1, ...bins);
    bins.forEach((count, bin) => {
      const at = ((MAGNITUDE_BINS - 1 - bin) * width + column) * 4;
      pixels.set(colour, at);
      pixels[at + 3] = 255 * Math.sqrt(count / fullest);
    });
  });
  return { width, height: MAGNITUDE_BINS, pixels };
}
