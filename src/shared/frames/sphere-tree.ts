/** Children a sphere can have: the 12 groups. */
export const BRANCHING = 12;

/** Spheres of a full tree of `depth` levels below the root: 1 + 12 + ... + 12^depth. */
export function sphereCount(depth: number): number {
  return (BRANCHING ** (depth + 1) - 1) / (BRANCHING - 1);
}

/**
 * Sphere of the leaf number `index` in the full tree that has `leaves` leaves (a power of 12); undefined for other trees,
 * whose leaves only the engine's own rows tell. Neighbouring numbers lie in neighbouring groups of the first level, as in
 * native/engine/spheres/sphere_tree.hpp (a test compares).
 */
export function sphereOfLeaf(index: number, leaves: number): number | undefined {
  let first = 1; // of the level
  let place = 0; // within it
  let rest = index;
  for (let width = BRANCHING; width <= leaves; width *= BRANCHING) {
    place = place * BRANCHING + (rest % BRANCHING);
    if (width === leaves) return index < leaves ? first + place : undefined;
    first += width;
    rest = Math.floor(rest / BRANCHING);
  }
  return undefined;
}
