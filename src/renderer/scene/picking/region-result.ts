import type { EventRing } from '../../store/event-ring.ts';
import type { SelectedMany } from '../../store/selection-slice.ts';
import type { DrawnRegion, StagePlace } from '../../store/tool-slice.ts';
import { selectionOf } from './pick-result.ts';

/** Whole CSS pixels of the stage. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The pixels that a region touches, inside the stage; undefined when there are none. */
export function regionBox(
  { points }: DrawnRegion,
  stage: { readonly width: number; readonly height: number },
): PixelBox | undefined {
  const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  const xs = points.map(({ x }) => within(x, stage.width));
  const ys = points.map(({ y }) => within(y, stage.height));
  const [left, top] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
  const width = Math.ceil(Math.max(...xs)) - left;
  const height = Math.ceil(Math.max(...ys)) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : undefined;
}

/** The spheres and events whose ids lie inside the region. `pixels` as GL reads them: lowest row first. */
export function idsInside(
  pixels: Uint8Array,
  box: PixelBox,
  region: DrawnRegion,
  ring: EventRing,
): SelectedMany {
  const values = new Set<number>();
  for (let row = 0; row < box.height; row += 1) {
    const y = box.top + box.height - 1 - row;
    for (const [from, to] of spansAt(region, box, y + 0.5)) {
      for (let x = from; x < to; x += 1) {
        const at = (row * box.width + x - box.left) * 4;
        const value =
          (pixels[at] ?? 0) | ((pixels[at + 1] ?? 0) << 8) | ((pixels[at + 2] ?? 0) << 16);
        if (value > 0) values.add(value);
      }
    }
  }
  const spheres: number[] = [];
  const events: number[] = [];
  for (const value of values) {
    const found = selectionOf(value, ring);
    if (found?.kind === 'sphere') spheres.push(found.id);
    if (found?.kind === 'event') events.push(found.n);
  }
  const ascending = (a: number, b: number): number => a - b;
  return { spheres: spheres.sort(ascending), events: events.sort(ascending) };
}

/** Pixels of a row that lie inside: from, and to (exclusive). A box's row is all of it; a lasso's is found by even and odd crossings. */
function spansAt(region: DrawnRegion, box: PixelBox, y: number): (readonly [number, number])[] {
  const right = box.left + box.width;
  if (region.shape === 'box') return [[box.left, right]];
  const crossings = crossingsAt(region.points, y);
  const spans: [number, number][] = [];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    // A pixel is inside when its centre is.
    const from = Math.max(box.left, Math.ceil((crossings[i] ?? 0) - 0.5));
    const to = Math.min(right, Math.ceil((crossings[i + 1] ?? 0) - 0.5));
    if (from < to) spans.push([from, to]);
  }
  return spans;
}

function crossingsAt(points: readonly StagePlace[], y: number): number[] {
  const crossings: number[] = [];
  points.forEach((from, i) => {
    const to = points[(i + 1) % points.length] ?? from;
    if (from.y > y === to.y > y) return;
    crossings.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
  });
  return crossings.sort((a, b) => a - b);
}
