import { expect, it } from 'vitest';
import { ssim, type GreyPicture } from '../helpers/ssim.ts';

const picture = (grey: (x: number, y: number) => number): GreyPicture => ({
  width: 64,
  height: 48,
  luma: Uint8Array.from({ length: 64 * 48 }, (_, i) => grey(i % 64, Math.floor(i / 64))),
});

const waves = picture((x, y) => 127 + 100 * Math.sin(x / 3) * Math.cos(y / 5));

it('is 1 for a picture and itself, and tells pictures apart', () => {
  expect(ssim(waves, waves)).toBeCloseTo(1, 12);
  const shifted = picture((x, y) => 127 + 100 * Math.sin((x + 1) / 3) * Math.cos(y / 5));
  expect(ssim(waves, shifted)).toBeLessThan(0.97);
  const inverted = picture((x, y) => 127 - 100 * Math.sin(x / 3) * Math.cos(y / 5));
  expect(ssim(waves, inverted)).toBeLessThan(0);
});

it('is that of the formula for flat pictures: (2ab + C1) / (a² + b² + C1)', () => {
  const c1 = (0.01 * 255) ** 2;
  const expected = (2 * 100 * 140 + c1) / (100 ** 2 + 140 ** 2 + c1);
  expect(
    ssim(
      picture(() => 100),
      picture(() => 140),
    ),
  ).toBeCloseTo(expected, 12);
});

it('refuses pictures of different sizes', () => {
  expect(() => ssim(waves, { ...waves, width: 32 })).toThrow('64 x 48 beside 32 x 48');
});
