import { LIMITS } from '../../shared/contract/limits.ts';
import { halfToNumber } from '../../shared/frames/columns.ts';
import { newestFrames } from './newest-frames.ts';
import { slotOf } from './event-ring.ts';
import { sphereOfLeaf } from '../../shared/frames/sphere-tree.ts';

/** A boundary event of the present shell. */
export interface EventView {
  /** Lattice index. */
  readonly n: number;
  readonly token: number;
  readonly lossNats: number;
  readonly group: number;
  /** Leaf whose micro-batch it was; absent while the run's batch is unknown. */
  readonly sphere: number | undefined;
  /** Distance of n to the nearest multiple of 144,000. */
  readonly boundaryDistance: number;
}

/** Reads event n; undefined when it has left the shell. `batch` is the run's. */
export function eventView(n: number, batch: number | undefined): EventView | undefined {
  const ring = newestFrames.events;
  if (n < ring.oldestN || n > ring.newestN || ring.newestN === 0) return undefined;
  const word = ring.slots[slotOf(n)] ?? 0;
  const past = n % LIMITS.shellEvents;
  return {
    n,
    token: word & 0xffff,
    lossNats: halfToNumber(word >>> 16),
    group: n % 12,
    sphere: leafOf(n, batch, ring.context, ring.leaves),
    boundaryDistance: Math.min(past, LIMITS.shellEvents - past),
  };
}

function leafOf(
  n: number,
  batch: number | undefined,
  context: number,
  leaves: number,
): number | undefined {
  if (!batch || !context || !leaves) return undefined;
  return sphereOfLeaf((Math.floor((n - 1) / context) % batch) % leaves, leaves);
}
