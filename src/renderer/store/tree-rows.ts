import { SPHERE_COLUMNS } from '../../shared/frames/sphere-frame.ts';
import { readColumnFrame } from '../../shared/frames/columns.ts';
import { newestFrames } from './newest-frames.ts';

/** The tree's shape: who is whose child. One pass over the spheres when it changes; the same object until then. */
export interface TreeIndex {
  readonly count: number;
  /** -1: the root. */
  readonly parents: Int32Array;
  readonly levels: Uint8Array;
  /** Children of sphere i: childList[first[i]] to childList[first[i + 1] - 1]. */
  readonly first: Uint32Array;
  readonly childList: Uint32Array;
}

const NO_PARENT = 0xffff_ffff;
const EMPTY = indexOf(new Int32Array(0), new Uint8Array(0));

let known: { version: number; index: TreeIndex } = { version: -1, index: EMPTY };

/** The newest frame's tree. */
export function treeIndex(): TreeIndex {
  const { frame, version } = newestFrames.spheres;
  if (known.version === version) return known.index;
  if (!frame) {
    known = { version, index: EMPTY };
    return EMPTY;
  }
  const { rows, columns } = readColumnFrame(frame, 'spheres', SPHERE_COLUMNS);
  const parents = Int32Array.from({ length: rows }, (_, id) => {
    const parent = columns.parent(id);
    return parent === NO_PARENT ? -1 : parent;
  });
  const same =
    rows === known.index.count && parents.every((parent, id) => parent === known.index.parents[id]);
  const index = same
    ? known.index
    : indexOf(
        parents,
        Uint8Array.from({ length: rows }, (_, id) => columns.level(id)),
      );
  known = { version, index };
  return index;
}

export function indexOf(parents: Int32Array, levels: Uint8Array): TreeIndex {
  const count = parents.length;
  const first = new Uint32Array(count + 1);
  for (const parent of parents) {
    if (parent >= 0 && parent < count) first[parent + 1] = (first[parent + 1] ?? 0) + 1;
  }
  for (let id = 0; id < count; id += 1) first[id + 1] = (first[id + 1] ?? 0) + (first[id] ?? 0);
  const childList = new Uint32Array(first[count] ?? 0);
  const next = first.slice();
  parents.forEach((parent, id) => {
    if (parent < 0 || parent >= count) return;
    childList[next[parent] ?? 0] = id;
    next[parent] = (next[parent] ?? 0) + 1;
  });
  return { count, parents, levels, first, childList };
}

export function childrenOf({ first, childList }: TreeIndex, id: number): Uint32Array {
  return childList.subarray(first[id] ?? 0, first[id + 1] ?? 0);
}

/** Ids of the rows to show, in order: the root, and below each open sphere its children. */
export function openRows(tree: TreeIndex, open: ReadonlySet<number>): Uint32Array {
  const rows = new Uint32Array(tree.count);
  let length = 0;
  const stack: number[] = [];
  for (let id = tree.count - 1; id >= 0; id -= 1) if ((tree.parents[id] ?? -1) < 0) stack.push(id);
  while (stack.length > 0 && length < tree.count) {
    const id = stack.pop() ?? 0;
    rows[length] = id;
    length += 1;
    if (!open.has(id)) continue;
    const children = childrenOf(tree, id);
    for (let i = children.length - 1; i >= 0; i -= 1) stack.push(children[i] ?? 0);
  }
  return rows.subarray(0, length);
}

/** The spheres above one, from the root down. */
export function ancestorsOf({ parents }: TreeIndex, id: number): number[] {
  const line: number[] = [];
  // A parent comes before its child, so this ends.
  for (let at = parents[id] ?? -1; at >= 0 && line.length < 64; at = parents[at] ?? -1)
    line.push(at);
  return line.reverse();
}
