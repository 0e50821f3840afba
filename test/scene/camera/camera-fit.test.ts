import { describe, expect, it } from 'vitest';
import {
  EVERYTHING,
  FIELD_OF_VIEW,
  HOME_ANGLES,
  fitBall,
  fitPoints,
  pointOnStage,
} from '../../../src/renderer/scene/camera/camera-fit.ts';
import type { StageSize } from '../../../src/renderer/scene/camera/camera-fit.ts';
import { blockedEdges, fitStage } from '../../../src/renderer/scene/camera/stage-fit.ts';

const STAGE_INSETS = { top: 44, right: 20, bottom: 60, left: 20 };

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
      const shown = EVERYTHING.map((point) => pointOnStage(view, size, point));
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

describe('fitStage', () => {
  it.each(SIZES.slice(0, 3))('keeps the corners clear at $width x $height', (size) => {
    expect([...blockedEdges(fitStage(HOME_ANGLES, size), size)]).toEqual([]);
  });

  it('gives the picture more room than insets along the whole edge would', () => {
    const size = { width: 1_600, height: 900 };
    const around = { top: 44, right: 16, bottom: 62, left: 16 };
    const narrow = fitPoints(EVERYTHING, HOME_ANGLES, size, around);
    expect(fitStage(HOME_ANGLES, size).distance).toBeLessThanOrEqual(narrow.distance);
  });

  it('ends on a stage too small for anything', () => {
    expect(Number.isFinite(fitStage(HOME_ANGLES, { width: 200, height: 90 }).distance)).toBe(true);
  });
});
