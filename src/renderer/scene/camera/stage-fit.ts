import { EVERYTHING, fitPoints, pointOnStage } from './camera-fit.ts';
import type { Insets, StageSize, View } from './camera-fit.ts';

/** A rectangle over a corner of the stage, in CSS pixels. */
export interface Corner {
  readonly side: 'left' | 'right';
  readonly edge: 'top' | 'bottom';
  readonly width: number;
  readonly height: number;
}

/** What lies over the stage: the window's layer chips, the legend, the figures. Sizes as scene.css makes them, with a little air. */
export const CORNERS: readonly Corner[] = [
  { side: 'left', edge: 'top', width: 350, height: 44 },
  { side: 'left', edge: 'bottom', width: 390, height: 62 },
  { side: 'right', edge: 'bottom', width: 400, height: 56 },
];

const LEAST: Insets = { top: 16, right: 16, bottom: 16, left: 16 };
/** Room given at once to an edge whose corner is in the way, and the most of it, in CSS pixels. */
const STEP = 4;
const MOST = 72;

/** The nearest view along the angles that shows everything, with nothing of it under the corners. */
export function fitStage(angles: Pick<View, 'azimuth' | 'elevation'>, size: StageSize): View {
  let insets = LEAST;
  let view = fitPoints(EVERYTHING, angles, size, insets);
  for (;;) {
    const blocked = blockedEdges(view, size);
    const top = blocked.has('top') && insets.top < MOST ? STEP : 0;
    const bottom = blocked.has('bottom') && insets.bottom < MOST ? STEP : 0;
    if (top + bottom === 0) return view;
    insets = { ...insets, top: insets.top + top, bottom: insets.bottom + bottom };
    view = fitPoints(EVERYTHING, angles, size, insets);
  }
}

/** Edges whose corners lie over something that the view should show. */
export function blockedEdges(view: View, size: StageSize): ReadonlySet<Corner['edge']> {
  const blocked = new Set<Corner['edge']>();
  for (const point of EVERYTHING) {
    const { x, y } = pointOnStage(view, size, point);
    for (const { side, edge, width, height } of CORNERS) {
      const across = side === 'left' ? x < width : x > size.width - width;
      const along = edge === 'top' ? y < height : y > size.height - height;
      if (across && along) blocked.add(edge);
    }
  }
  return blocked;
}
