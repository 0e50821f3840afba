import { boundaryDistance, eventKind } from './event-kind.ts';
import type { EventKind } from './event-kind.ts';
import { eventPlan, leafOf, lossOfWord, stepOf } from './event-table.ts';
import { newestFrames } from './newest-frames.ts';
import { slotOf } from './event-ring.ts';

/** A boundary event of the present shell. */
export interface EventView {
  /** Lattice index. */
  readonly n: number;
  readonly token: number;
  readonly lossNats: number;
  readonly group: number;
  /** Leaf whose micro-batch it was; absent while the run's batch is unknown. */
  readonly sphere: number | undefined;
  /** Step that trained it; absent as sphere is. */
  readonly step: number | undefined;
  /** Distance of n to the nearest multiple of 144,000. */
  readonly boundaryDistance: number;
  readonly kind: EventKind;
}

/** Reads event n; undefined when it has left the shell. `batch` is the run's. */
export function eventView(n: number, batch: number | undefined): EventView | undefined {
  const ring = newestFrames.events;
  if (n < ring.oldestN || n > ring.newestN || ring.newestN === 0) return undefined;
  const word = ring.slots[slotOf(n)] ?? 0;
  const plan = { ...eventPlan(), batch: batch ?? 0 };
  return {
    n,
    token: word & 0xffff,
    lossNats: lossOfWord(word),
    group: n % 12,
    sphere: known(leafOf(n, plan)),
    step: known(stepOf(n, plan)),
    boundaryDistance: boundaryDistance(n),
    kind: eventKind(n),
  };
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
