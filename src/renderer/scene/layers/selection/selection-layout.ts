import type { Selection } from '../../../store/selection-slice.ts';
import type { SphereLayout } from '../spheres/sphere-layout.ts';

/** Rings at most: the selected sphere, its exact shell, and the hovered sphere. */
export const MAX_RINGS = 3;
/** Numbers a ring: centre x, y, z, radius, gap to the radius in pixels, width in pixels, strength. */
export const RING_FLOATS = 7;

/** Writes the rings to draw; returns how many. A parent also shows its shell, which holds its whole subtree. */
export function layoutRings(
  into: Float32Array,
  layout: SphereLayout,
  selected: Selection | undefined,
  hovered: Selection | undefined,
): number {
  let rings = 0;
  const add = (id: number, radius: number, gap: number, width: number, strength: number): void => {
    const { centres } = layout;
    const [x, y, z] = [centres[id * 3] ?? 0, centres[id * 3 + 1] ?? 0, centres[id * 3 + 2] ?? 0];
    into.set([x, y, z, radius, gap, width, strength], rings * RING_FLOATS);
    rings += 1;
  };
  const exists = (selection: Selection | undefined): number =>
    selection?.kind === 'sphere' && selection.id < layout.count ? selection.id : -1;
  const chosen = exists(selected);
  const under = exists(hovered);
  if (chosen >= 0) {
    add(chosen, layout.radii[chosen] ?? 0, 4, 1.75, 1);
    if (layout.leaves[chosen] !== 1) add(chosen, layout.shells[chosen] ?? 0, 0, 1, 0.22);
  }
  if (under >= 0 && under !== chosen) add(under, layout.radii[under] ?? 0, 3, 1.25, 0.75);
  return rings;
}
