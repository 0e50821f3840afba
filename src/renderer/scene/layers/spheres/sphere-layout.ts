import type { SphereLayoutName } from '../../../store/scene-look.ts';
import { FCC_DIRECTIONS, KISSING, NESTINGS } from './kissing-places.ts';

export { FCC_DIRECTIONS, KISSING };
/** A child's shell is this share of its parent's in the packed layout; its centre lies twice as far out. */
export const NESTING = NESTINGS.packed.share;
/** Radius of the root's shell, in world units. */
export const ROOT_SHELL = 1;

/** A drawn leaf as a share of its shell: less than whole, so that links and inner spheres stay visible; fuller where leaves are small. */
const LEAF_SHARES = [0.46, 0.46, 0.46, 0.58, 0.7] as const;
/** On the flat clock nothing hides anything: leaves nearly fill their places, and quite where they are a fraction of a pixel. */
const FLAT_LEAF_SHARES = [0.82, 0.82, 0.82, 0.82, 1] as const;
/** Each level towards the root is drawn this much larger: more where there are more levels to tell apart... */
const LEVEL_GROWTHS = [1.35, 1.35, 1.35, 1.6, 1.8] as const;
/** ...more yet on the flat clock, whose leaves are smaller and whose middles are wide... */
const FLAT_GROWTHS = [2.2, 2.2, 2.2, 2.2, 2.8] as const;
/** ...but never beyond this share of the free middle of its shell. */
const CENTRAL_SHARE = 0.92;
/** A sphere whose subtree is closed fills its shell as much as the packing would. */
const CLOSED_SHARE = 0.72;

/** The tree as a sphere frame tells it; columns in id order, parents before their children. */
export interface SphereTree {
  readonly count: number;
  /** Id of the parent; -1 for the root. */
  readonly parents: Int32Array;
  /** Symmetry group 0..11; 255 for the root. */
  readonly groups: Uint8Array;
}

/** Which part of the tree is drawn, and how it stands. */
export interface LayoutChoice {
  readonly layout: SphereLayoutName;
  /** Levels below the root that are drawn. */
  readonly levels: number;
  /** Spheres whose subtrees are closed. */
  readonly collapsed: readonly number[];
  /** Radius of each sphere as a share of what its level gives; absent: all 1. */
  readonly sizes?: Float32Array;
}

/** Where each sphere is: all arrays have one entry a sphere (centres three). */
export interface SphereLayout {
  readonly count: number;
  /** x, y, z in world units. What is not drawn lies in the middle of the closed sphere that stands for it. */
  readonly centres: Float64Array;
  /** Radius of the exact shell: in the packed layout siblings' shells touch each other and the parent's middle. */
  readonly shells: Float64Array;
  /** Radius drawn; 0: not drawn. */
  readonly radii: Float64Array;
  /** 0 is the root. */
  readonly levels: Uint8Array;
  /** 1 where the sphere has no children. */
  readonly leaves: Uint8Array;
  /** Place of each among its siblings: its group, or the first that was free. */
  readonly places: Uint8Array;
  /** Levels of the tree below the root. */
  readonly depth: number;
}

export const FIRST_CHOICE: LayoutChoice = { layout: 'packed', levels: 4, collapsed: [] };

/**
 * Lays the tree out. Packed: exact nesting, a child's shell is a third of its parent's, so that the central sphere and the twelve
 * children touch each other and the children touch the parent's shell from inside. Icosahedral: the same, along an icosahedron's
 * corners. Clock: flat, twelve circles in a ring. A child takes its group's place; where two siblings claim one, the later takes
 * the first that is free.
 */
export function layoutSpheres(tree: SphereTree, choice = FIRST_CHOICE): SphereLayout {
  const { count } = tree;
  const nesting = NESTINGS[choice.layout];
  const centres = new Float64Array(count * 3);
  const shells = new Float64Array(count);
  const levels = new Uint8Array(count);
  const leaves = new Uint8Array(count).fill(1);
  const places = new Uint8Array(count);
  const taken = new Uint16Array(count);
  let depth = 0;
  for (let id = 0; id < count; id += 1) {
    const parent = tree.parents[id] ?? -1;
    if (parent < 0 || parent >= id) {
      shells[id] = ROOT_SHELL;
      centres[id * 3 + 1] = nesting.height;
      continue;
    }
    const place = freePlace(taken[parent] ?? 0, tree.groups[id] ?? 0);
    taken[parent] = (taken[parent] ?? 0) | (1 << place);
    const shell = shells[parent] ?? 0;
    const direction = nesting.directions[place] ?? [0, 0, 0];
    for (let axis = 0; axis < 3; axis += 1) {
      centres[id * 3 + axis] =
        (centres[parent * 3 + axis] ?? 0) + shell * nesting.reach * (direction[axis] ?? 0);
    }
    places[id] = place;
    shells[id] = shell * nesting.share;
    levels[id] = (levels[parent] ?? 0) + 1;
    leaves[parent] = 0;
    depth = Math.max(depth, levels[id] ?? 0);
  }
  const radii = new Float64Array(count);
  const layout = { count, centres, shells, radii, levels, leaves, places, depth };
  setRadii(layout, tree, choice);
  return layout;
}

/** Draws what the choice shows; what it does not is put into the sphere that stands for it, without size. */
function setRadii(layout: SphereLayout, tree: SphereTree, choice: LayoutChoice): void {
  const { count, centres, radii, levels, leaves } = layout;
  const closed = new Uint8Array(count);
  for (const id of choice.collapsed) if (id < count && leaves[id] === 0) closed[id] = 1;
  const deepest = Math.min(layout.depth, choice.levels);
  const standIn = new Int32Array(count);
  for (let id = 0; id < count; id += 1) {
    const parent = tree.parents[id] ?? -1;
    const within = parent < 0 ? id : (standIn[parent] ?? 0);
    const hidden = parent >= 0 && (within !== parent || closed[parent] === 1);
    standIn[id] = hidden || (levels[id] ?? 0) > deepest ? within : id;
    if (standIn[id] === id) {
      const size = choice.sizes?.[id] ?? 1;
      radii[id] = drawnRadius(layout, id, deepest, choice.layout, closed[id] === 1) * size;
      continue;
    }
    for (let axis = 0; axis < 3; axis += 1) {
      centres[id * 3 + axis] = centres[within * 3 + axis] ?? 0;
    }
  }
}

/** Leaves about half their shell; each level up grows a little, inside the free middle that the parent stands for. */
function drawnRadius(
  { shells, levels, leaves }: SphereLayout,
  id: number,
  deepest: number,
  name: SphereLayoutName,
  closed: boolean,
): number {
  const nesting = NESTINGS[name];
  const shell = shells[id] ?? 0;
  const level = levels[id] ?? 0;
  const flat = name === 'clock';
  const leafShare = (flat ? FLAT_LEAF_SHARES : LEAF_SHARES)[deepest] ?? 0.7;
  if (closed) return shell * CLOSED_SHARE;
  if (level > 0 && (leaves[id] === 1 || level === deepest)) return shell * leafShare;
  const leafRadius = ROOT_SHELL * nesting.share ** deepest * leafShare;
  const growth = (flat ? FLAT_GROWTHS : LEVEL_GROWTHS)[deepest] ?? 1.8;
  const grown = leafRadius * growth ** (deepest - level);
  return Math.min(grown, shell * nesting.middle * CENTRAL_SHARE);
}

/** The tree before any frame: a root and its twelve. */
export function restingTree(): SphereTree {
  return {
    count: KISSING + 1,
    parents: Int32Array.from({ length: KISSING + 1 }, (_, id) => (id === 0 ? -1 : 0)),
    groups: Uint8Array.from({ length: KISSING + 1 }, (_, id) => (id === 0 ? 255 : id - 1)),
  };
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
