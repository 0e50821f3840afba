/** A picture in one channel, row by row, 0..255. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
}

const SIDE = 8; // pixels of a window
const STEP = 4; // pixels from one window to the next
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * Structural similarity of two pictures of the same size, 1 for equal ones: the mean over 8 x 8 windows.
 * Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error visibility to structural similarity",
 * IEEE Trans. Image Processing 13 (2004), eq. 13, with uniform weights.
 */
export function ssim(a: GreyPicture, b: GreyPicture): number {
  if (a.width !== b.width || a.height !== b.height) {
    throw new Error(`${a.width} x ${a.height} beside ${b.width} x ${b.height}`);
  }
  let [sum, windows] = [0, 0];
  for (let top = 0; top + SIDE <= a.height; top += STEP) {
    for (let left = 0; left + SIDE <= a.width; left += STEP) {
      sum += ofWindow(a, b, top * a.width + left);
      windows += 1;
    }
  }
  return sum / windows;
}

function ofWindow(a: GreyPicture, b: GreyPicture, from: number): number {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let row = 0; row < SIDE; row += 1) {
    for (let i = from + row * a.width; i < from + row * a.width + SIDE; i += 1) {
      const [x, y] = [a.luma[i] ?? 0, b.luma[i] ?? 0];
      sumA += x;
      sumB += y;
      squareA += x * x;
      squareB += y * y;
      product += x * y;
    }
  }
  const count = SIDE * SIDE;
  const [meanA, meanB] = [sumA / count, sumB / count];
  const varianceA = squareA / count - meanA * meanA;
  const varianceB = squareB / count - meanB * meanB;
  const covariance = product / count - meanA * meanB;
  return (
    ((2 * meanA * meanB + C1) * (2 * covariance + C2)) /
    ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2))
  );
}
