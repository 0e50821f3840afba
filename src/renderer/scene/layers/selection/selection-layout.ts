import type { Ball } from './selected-balls.ts';

/** Rings at most: what is selected, its exact shell, and what is hovered. */
export const MAX_RINGS = 3;
/** Numbers a ring: centre x, y, z, radius, gap to the radius in pixels, width in pixels, strength. */
export const RING_FLOATS = 7;

/** Writes the rings to draw; returns how many. A parent also shows its shell, which holds its whole subtree. */
export function layoutRings(
  into: Float32Array,
  selected: Ball | undefined,
  hovered: Ball | undefined,
  pixelRatio: number,
): number {
  let rings = 0;
  const add = (ball: Ball, radius: number, gap: number, width: number, strength: number): void => {
    const pixels = [gap * pixelRatio, width * pixelRatio];
    into.set([...ball.centre, radius, ...pixels, strength], rings * RING_FLOATS);
    rings += 1;
  };
  if (selected) {
    add(selected, selected.radius, 4, 1.75, 1);
    if (selected.shell !== undefined) add(selected, selected.shell, 0, 1, 0.22);
  }
  if (hovered && !sameBall(hovered, selected)) add(hovered, hovered.radius, 3, 1.25, 0.75);
  return rings;
}

function sameBall(a: Ball, b: Ball | undefined): boolean {
  return b !== undefined && a.centre.every((x, axis) => x === b.centre[axis]);
}
