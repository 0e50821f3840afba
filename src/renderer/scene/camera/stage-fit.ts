import { EVERYTHING, fitPoints, pointOnStage } from './camera-fit.ts';
import type { Framing, Insets, StageSize, Vector, View } from './camera-fit.ts';

/** A rectangle over a corner of the stage, in CSS pixels. */
export interface Corner {
  readonly side: 'left' | 'right';
  readonly edge: 'top' | 'bottom';
  readonly width: number;
  readonly height: number;
}

/** What lies over the stage's corners: the second row of tools on a narrow stage, the legend, the figures. Sizes as scene.css makes them, with a little air. */
export const CORNERS: readonly Corner[] = [
  { side: 'left', edge: 'top', width: 290, height: 72 },
  { side: 'left', edge: 'bottom', width: 520, height: 84 },
  { side: 'right', edge: 'bottom', width: 400, height: 56 },
];

/** The window's bar lies along the whole upper edge. */
const LEAST: Insets = { top: 44, right: 16, bottom: 16, left: 16 };
/** Room given at once to an edge whose corner is in the way, and the most of it, in CSS pixels. */
const STEP = 4;
const MOST = 128;

/** The nearest view along the angles that shows all points, with nothing of it under the corners. */
export function fitStage(
  angles: Framing['angles'],
  size: StageSize,
  points: readonly Vector[] = EVERYTHING,
): View {
  let insets = LEAST;
  let view = fitPoints(points, angles, size, insets);
  for (;;) {
    const blocked = blockedEdges(view, size, points);
    const top = blocked.has('top') && insets.top < MOST ? STEP : 0;
    const bottom = blocked.has('bottom') && insets.bottom < MOST ? STEP : 0;
    if (top + bottom === 0) return view;
    insets = { ...insets, top: insets.top + top, bottom: insets.bottom + bottom };
    view = fitPoints(points, angles, size, insets);
  }
}

/** Edges whose corners lie over something that the view should show. */
export function blockedEdges(
  view: View,
  size: StageSize,
  points: readonly Vector[] = EVERYTHING,
): ReadonlySet<Corner['edge']> {
  const blocked = new Set<Corner['edge']>();
  for (const point of points) {
    const { x, y } = pointOnStage(view, size, point);
    for (const { side, edge, width, height } of CORNERS) {
      const across = side === 'left' ? x < width : x > size.width - width;
      const along = edge === 'top' ? y < height : y > size.height - height;
      if (across && along) blocked.add(edge);
    }
  }
  return blocked;
}
