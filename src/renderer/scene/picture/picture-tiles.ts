/** A part of a picture, in device pixels from its top left corner. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Side of a tile at most: small enough for any driver's render targets and for a short pause between two. */
export const TILE_SIDE = 1_024;

/** Cuts a picture into tiles, row by row. */
export function tilesOf(width: number, height: number, side = TILE_SIDE): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) {
      tiles.push({ x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) });
    }
  }
  return tiles;
}

/** How a picture shows the stage: as large as it fits, in the middle. */
export interface PictureFrame {
  /** Device pixels a CSS pixel. */
  readonly scale: number;
  /** Device pixels from the picture's corner to the stage's. */
  readonly left: number;
  readonly top: number;
  /** Vertical field of view of the whole picture, given the stage's, in radians. */
  readonly fieldOfView: number;
}

export function frameOf(
  picture: { readonly width: number; readonly height: number },
  stage: { readonly width: number; readonly height: number },
  fieldOfView: number,
): PictureFrame {
  const scale = Math.min(picture.width / stage.width, picture.height / stage.height);
  const taller = picture.height / scale / stage.height;
  return {
    scale,
    left: (picture.width - stage.width * scale) / 2,
    top: (picture.height - stage.height * scale) / 2,
    fieldOfView: 2 * Math.atan(Math.tan(fieldOfView / 2) * taller),
  };
}

/**
 * Pixels as GL gives them (lowest row first, colours multiplied by alpha) to pixels as a canvas takes them, in place of
 * `into` (highest row first, colours as they are).
 */
export function toCanvasPixels(pixels: Uint8Array, into: Uint8ClampedArray, width: number): void {
  const stride = width * 4;
  const rows = pixels.length / stride;
  for (let row = 0; row < rows; row += 1) {
    const from = (rows - 1 - row) * stride;
    for (let i = 0; i < stride; i += 4) {
      const alpha = pixels[from + i + 3] ?? 0;
      const at = row * stride + i;
      const grow = alpha > 0 ? 255 / alpha : 0;
      for (let channel = 0; channel < 3; channel += 1) {
        into[at + channel] = (pixels[from + i + channel] ?? 0) * grow;
      }
      into[at + 3] = alpha;
    }
  }
}
