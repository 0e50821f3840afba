/** Red, green, blue, each 0..1, as a screen takes them (sRGB). */
export type Rgb = readonly [number, number, number];

/** '#rrggbb' to numbers; throws on anything else, since palettes are constants. */
export function rgbOf(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) throw new Error(`not a colour: ${hex}`);
  return [1, 2, 3].map((i) => Number.parseInt(match[i] ?? '', 16) / 255) as unknown as Rgb;
}

export function mixRgb(a: Rgb, b: Rgb, share: number): Rgb {
  if (share === 0) return a;
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** Red, green and blue as the bytes of a number, red lowest: what a texture of bytes holds. */
export type PackedRgb = number;

export function packRgb([red, green, blue]: Rgb): PackedRgb {
  const byte = (x: number): number => Math.round(x * 255);
  return byte(red) | (byte(green) << 8) | (byte(blue) << 16);
}

/** How far what is muted sinks into the ground: still there, and out of the way. */
export const MUTED_SHARE = 0.8;

export function cssOf([red, green, blue]: Rgb): string {
  const byte = (x: number): number => Math.round(x * 255);
  return `rgb(${byte(red)} ${byte(green)} ${byte(blue)})`;
}

/** Lightness L* of CIELAB (D65), 0..100: how bright an eye finds the colour. */
export function lightness([red, green, blue]: Rgb): number {
  const linear = (x: number): number => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  const y = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (24389 / 27) * y;
}
