import type { Rgb } from '../../src/renderer/scene/kit/colour.ts';

/**
 * Full dichromacy in linear light. Source: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of
 * Color Vision Deficiency", IEEE TVCG 15(6), 2009, severity 1.0.
 */
export const DEFICIENCIES = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;
export type Deficiency = keyof typeof DEFICIENCIES;

const clamp = (x: number): number => Math.min(1, Math.max(0, x));
const toLinear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const toScreen = (c: number): number =>
  c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;

/** The colour as somebody with the deficiency sees it. */
export function seenWith(deficiency: Deficiency, colour: Rgb): Rgb {
  const light = colour.map(toLinear);
  return DEFICIENCIES[deficiency].map((row) =>
    toScreen(clamp(row.reduce((sum, share, i) => sum + share * (light[i] ?? 0), 0))),
  ) as unknown as Rgb;
}

/** CIELAB (D65). */
export function labOf(colour: Rgb): readonly [number, number, number] {
  const [r = 0, g = 0, b = 0] = colour.map(toLinear);
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Distance of two colours in CIELAB; about 2.3 is just noticeable. */
export function apart(a: Rgb, b: Rgb): number {
  const [p, q] = [labOf(a), labOf(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}
