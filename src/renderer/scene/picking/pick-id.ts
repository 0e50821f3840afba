/** Sphere id in a pixel of the id buffer (id + 1 in red, green, blue, little end first); undefined where nothing lies. */
export function idOfPixel(pixel: ArrayLike<number>): number | undefined {
  const value = (pixel[0] ?? 0) + ((pixel[1] ?? 0) << 8) + ((pixel[2] ?? 0) << 16);
  return value === 0 ? undefined : value - 1;
}
