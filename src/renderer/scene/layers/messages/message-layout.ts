import { NODE_ZERO } from '../../../../shared/frames/message-frame.ts';
import type { SphereLayout } from '../spheres/sphere-layout.ts';
import { WEIGHTS_GROUP } from './message-groups.ts';

/** One beat: what every link carried in it is drawn as one pulse a group. A wave goes up and down the tree in as long. */
export const BEAT_MS = 800;
/** Shortest way of a pulse along its link. */
const LEAST_WAY_MS = 260;
/** Where Node Zero, which is no sphere, sends from and receives: above the lattice. */
export const NODE_ZERO_HEIGHT = 1.12;

/** What delays a pulse: the shape of the tree. */
export type MessageTree = Pick<SphereLayout, 'levels' | 'depth' | 'count'>;

/** Time between the pulses of one level and the next, in milliseconds. */
export function stageMs(depth: number): number {
  return BEAT_MS / (2 * Math.max(1, depth));
}

/** How long a pulse takes along its link. */
export function wayMs(depth: number): number {
  return Math.max(LEAST_WAY_MS, stageMs(depth) * 1.5);
}

/**
 * When a pulse sets off within its beat, in milliseconds. What goes up begins at the leaves, what goes down at the root, level after
 * level; weights go down after the gradients went up, as in a step. What goes between siblings sets off at once.
 */
export function delayMs(
  tree: MessageTree,
  parents: Int32Array,
  { sender, receiver, group }: { sender: number; receiver: number; group: number },
): number {
  const stage = stageMs(tree.depth);
  const after = group === WEIGHTS_GROUP ? tree.depth : 0;
  if (sender === NODE_ZERO) return 0;
  if (receiver === NODE_ZERO) return tree.depth * stage;
  if (parents[sender] === receiver) {
    return (tree.depth - (tree.levels[sender] ?? 0)) * stage;
  }
  if (parents[receiver] === sender) return (after + (tree.levels[sender] ?? 0)) * stage;
  return 0;
}
