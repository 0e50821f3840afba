/** Children of a sphere: the kissing number of three dimensions. */
export const KISSING = 12;
/** A child's shell is this share of its parent's; its centre lies twice as far out. */
export const NESTING = 1 / 3;
/** Radius of the root's shell, in world units. */
export const ROOT_SHELL = 1;

/** A leaf's drawn radius as a share of its exact shell: smaller, so that links and inner spheres stay visible. */
const LEAF_SHARE = 0.46;
/** Each level towards the root is drawn this much larger... */
const LEVEL_GROWTH = 1.35;
/** ...but never beyond this share of the central sphere it stands for. */
const CENTRAL_SHARE = 0.92;

/** The tree as a sphere frame tells it; columns in id order, parents before their children. */
export interface SphereTree {
  readonly count: number;
  /** Id of the parent; -1 for the root. */
  readonly parents: Int32Array;
  /** Symmetry group 0..11; 255 for the root. */
  readonly groups: Uint8Array;
}

/** Where each sphere is: all arrays have one entry a sphere (centres three). */
export interface SphereLayout {
  readonly count: number;
  /** x, y, z in world units. */
  readonly centres: Float64Array;
  /** Radius of the exact shell: siblings' shells touch each other and the parent's central sphere. */
  readonly shells: Float64Array;
  /** Radius drawn. */
  readonly radii: Float64Array;
  /** 0 is the root. */
  readonly levels: Uint8Array;
  /** 1 where the sphere has no children. */
  readonly leaves: Uint8Array;
  readonly depth: number;
}

/**
 * Unit direction of each group: the twelve neighbours of face-centred cubic packing, turned so that a threefold
 * axis points up. Sorted by azimuth they then stand on the twelve hours of a clock seen from above
 * (12 at -z, clockwise): even groups on the equator, 1, 5, 9 above, 3, 7, 11 below.
 */
export const FCC_DIRECTIONS: readonly (readonly [number, number, number])[] = Array.from(
  { length: KISSING },
  (_, group) => {
    const azimuthRad = (group * Math.PI) / 6;
    const height = group % 2 === 0 ? 0 : group % 4 === 1 ? Math.sqrt(2 / 3) : -Math.sqrt(2 / 3);
    const reach = group % 2 === 0 ? 1 : Math.sqrt(1 / 3);
    return [reach * Math.sin(azimuthRad), height, -reach * Math.cos(azimuthRad)];
  },
);

/**
 * Places every sphere exactly: a child's shell has a third of its parent's radius R and sits 2R/3 out, so the central
 * sphere and the twelve children touch each other, and the children touch the parent's shell from inside.
 * A child takes its group's place; where two siblings claim one, the later takes the first that is free.
 */
export function layoutSpheres(tree: SphereTree): SphereLayout {
  const { count } = tree;
  const centres = new Float64Array(count * 3);
  const shells = new Float64Array(count);
  const levels = new Uint8Array(count);
  const leaves = new Uint8Array(count).fill(1);
  const taken = new Uint16Array(count);
  let depth = 0;
  for (let id = 0; id < count; id += 1) {
    const parent = tree.parents[id] ?? -1;
    if (parent < 0 || parent >= id) {
      shells[id] = ROOT_SHELL;
      continue;
    }
    const place = freePlace(taken[parent] ?? 0, tree.groups[id] ?? 0);
    taken[parent] = (taken[parent] ?? 0) | (1 << place);
    const shell = (shells[parent] ?? 0) * NESTING;
    const [x, y, z] = FCC_DIRECTIONS[place] ?? [0, 0, 0];
    centres[id * 3] = (centres[parent * 3] ?? 0) + 2 * shell * x;
    centres[id * 3 + 1] = (centres[parent * 3 + 1] ?? 0) + 2 * shell * y;
    centres[id * 3 + 2] = (centres[parent * 3 + 2] ?? 0) + 2 * shell * z;
    const level = (levels[parent] ?? 0) + 1;
    shells[id] = shell;
    levels[id] = level;
    leaves[parent] = 0;
    depth = Math.max(depth, level);
  }
  const radii = Float64Array.from(shells, (shell, id) =>
    drawnRadius(shell, levels[id] ?? 0, depth, leaves[id] === 1),
  );
  return { count, centres, shells, radii, levels, leaves, depth };
}

/** The tree before any frame: a root and its twelve. */
export function restingTree(): SphereTree {
  return {
    count: KISSING + 1,
    parents: Int32Array.from({ length: KISSING + 1 }, (_, id) => (id === 0 ? -1 : 0)),
    groups: Uint8Array.from({ length: KISSING + 1 }, (_, id) => (id === 0 ? 255 : id - 1)),
  };
}

/** Leaves half their shell; each level up grows a little, inside the central sphere that the parent stands for. */
function drawnRadius(shell: number, level: number, depth: number, leaf: boolean): number {
  if (leaf && level > 0) return shell * LEAF_SHARE;
  const leafRadius = ROOT_SHELL * NESTING ** depth * LEAF_SHARE;
  const grown = leafRadius * LEVEL_GROWTH ** (depth - level);
  return Math.min(grown, shell * NESTING * CENTRAL_SHARE);
}

/** The wanted place, or the first free one after it; beyond twelve children places repeat. */
function freePlace(takenBits: number, wanted: number): number {
  const first = wanted < KISSING ? wanted : 0;
  for (let i = 0; i < KISSING; i += 1) {
    const place = (first + i) % KISSING;
    if (!(takenBits & (1 << place))) return place;
  }
  return first;
}
