import { SEGMENT_FLOATS } from '../../kit/thin-lines.ts';
import type { SphereLayout, SphereTree } from '../spheres/sphere-layout.ts';

/** Strength of a link at the root; each level down is fainter, since there are twelve times as many. */
const ROOT_STRENGTH = 0.34;
const LEVEL_FADE = 0.62;

/** One segment for each child, from its parent's surface to its own. */
export function layoutLinks(tree: SphereTree, layout: SphereLayout): Float32Array {
  const segments = new Float32Array(Math.max(0, layout.count - 1) * SEGMENT_FLOATS);
  let at = 0;
  for (let id = 1; id < layout.count; id += 1) {
    const parent = tree.parents[id] ?? -1;
    if (parent < 0) continue;
    const [from, to] = [centreOf(layout, parent), centreOf(layout, id)];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]) || 1;
    const start = (layout.radii[parent] ?? 0) / length;
    const end = 1 - (layout.radii[id] ?? 0) / length;
    for (let axis = 0; axis < 3; axis += 1) {
      const [a, b] = [from[axis] ?? 0, to[axis] ?? 0];
      segments[at + axis] = a + (b - a) * start;
      segments[at + 3 + axis] = a + (b - a) * end;
    }
    segments[at + 6] = ROOT_STRENGTH * LEVEL_FADE ** ((layout.levels[id] ?? 1) - 1);
    at += SEGMENT_FLOATS;
  }
  return segments.subarray(0, at);
}

function centreOf({ centres }: SphereLayout, id: number): readonly [number, number, number] {
  return [centres[id * 3] ?? 0, centres[id * 3 + 1] ?? 0, centres[id * 3 + 2] ?? 0];
}
