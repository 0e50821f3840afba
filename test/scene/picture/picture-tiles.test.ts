import { describe, expect, it } from 'vitest';
import {
  frameOf,
  tilesOf,
  toCanvasPixels,
} from '../../../src/renderer/scene/picture/picture-tiles.ts';

describe('tiles', () => {
  it.each([
    [7_680, 4_320],
    [1_024, 1_024],
    [1_025, 3],
    [896, 433],
  ])('cover a picture of %i by %i once', (width, height) => {
    const area = tilesOf(width, height).reduce((sum, tile) => sum + tile.width * tile.height, 0);
    expect(area).toBe(width * height);
    const corners = new Set(tilesOf(width, height).map(({ x, y }) => `${x},${y}`));
    expect(corners.size).toBe(tilesOf(width, height).length);
  });
});

describe('the frame of a picture', () => {
  const lens = Math.PI / 6;
  it('shows the stage as it is at its own size', () => {
    expect(frameOf({ width: 900, height: 500 }, { width: 900, height: 500 }, lens)).toEqual({
      ...{ scale: 1, left: 0, top: 0, fieldOfView: expect.closeTo(lens, 12) },
    });
  });

  it('keeps all of the stage inside a picture of another shape', () => {
    const wide = frameOf({ width: 2_000, height: 500 }, { width: 900, height: 500 }, lens);
    expect(wide).toMatchObject({ scale: 1, left: 550, top: 0 });
    const tall = frameOf({ width: 900, height: 1_000 }, { width: 900, height: 500 }, lens);
    expect(tall).toMatchObject({ scale: 1, left: 0, top: 250 });
    expect(Math.tan(tall.fieldOfView / 2)).toBeCloseTo(2 * Math.tan(lens / 2), 12);
  });
});

it('turns GL’s rows round and takes the alpha out of the colours', () => {
  const into = new Uint8ClampedArray(8);
  toCanvasPixels(Uint8Array.of(10, 20, 30, 255, 50, 25, 0, 128), into, 1);
  expect([...into]).toEqual([100, 50, 0, 128, 10, 20, 30, 255]);
});
