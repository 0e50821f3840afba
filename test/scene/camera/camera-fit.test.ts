import { describe, expect, it } from 'vitest';
import {
  EVERYTHING,
  FIELD_OF_VIEW,
  HOME_ANGLES,
  eyeOf,
  fitBall,
  fitPoints,
  viewAxes,
} from '../../../src/renderer/scene/camera/camera-fit.ts';
import type { StageSize, Vector, View } from '../../../src/renderer/scene/camera/camera-fit.ts';
import { STAGE_INSETS } from '../../../src/renderer/scene/camera/orbit.ts';

/** Where a point appears, in pixels from the top left. */
function onStage(view: View, size: StageSize, point: Vector): { x: number; y: number } {
  const { right, up, back } = viewAxes(view.azimuth, view.elevation);
  const eye = eyeOf(view);
  const away = point.map((x, axis) => x - (eye[axis] ?? NaN));
  const along = (axes: Vector): number =>
    axes.reduce((sum, x, axis) => sum + x * (away[axis] ?? NaN), 0);
  const scale = size.height / (2 * Math.tan(FIELD_OF_VIEW / 2)) / -along(back);
  return { x: size.width / 2 + along(right) * scale, y: size.height / 2 - along(up) * scale };
}

const SIZES: readonly StageSize[] = [
  { width: 780, height: 430 },
  { width: 1_000, height: 580 },
  { width: 2_000, height: 1_100 },
  { width: 500, height: 900 },
];

describe('fitPoints', () => {
  it.each(SIZES)('frames everything at $width x $height, as large as fits', (size) => {
    for (const angles of [
      HOME_ANGLES,
      { azimuth: 0, elevation: 1.57 },
      { azimuth: 1.5, elevation: 0 },
    ]) {
      const view = fitPoints(EVERYTHING, angles, size, STAGE_INSETS);
      const shown = EVERYTHING.map((point) => onStage(view, size, point));
      const [xs, ys] = [shown.map(({ x }) => x), shown.map(({ y }) => y)];
      const free = {
        left: Math.min(...xs) - STAGE_INSETS.left,
        right: size.width - STAGE_INSETS.right - Math.max(...xs),
        top: Math.min(...ys) - STAGE_INSETS.top,
        bottom: size.height - STAGE_INSETS.bottom - Math.max(...ys),
      };
      const slack = size.height * 0.02;
      expect(Math.min(...Object.values(free))).toBeGreaterThan(-slack);
      expect(Math.min(free.left + free.right, free.top + free.bottom)).toBeLessThan(3 * slack);
      expect(Math.abs(free.left - free.right)).toBeLessThan(2 * slack);
      expect(Math.abs(free.top - free.bottom)).toBeLessThan(2 * slack);
    }
  });
});

describe('fitBall', () => {
  it('makes the ball touch the wanted share of the smaller side', () => {
    const size = { width: 1_600, height: 900 };
    const distance = fitBall(1, size, 0.5);
    expect(Math.tan(Math.asin(1 / distance))).toBeCloseTo(Math.tan(FIELD_OF_VIEW / 2) * 0.5, 12);
  });
});
