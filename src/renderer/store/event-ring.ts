import { LIMITS } from '../../shared/contract/limits.ts';

/** Slots of the ring: one full shell. */
export const SHELL_SLOTS = LIMITS.shellEvents;

/**
 * The newest shell of boundary events, in place: event n lives in slot (n - 1) mod 144,000.
 * A slot is u16 token | f16 loss << 16, as it came over the wire.
 *
 * A reader remembers the `epoch` and the `newestN` it drew, and asks `dirtySpans` for what changed since:
 * it may skip any number of frames.
 */
export interface EventRing {
  readonly slots: Uint32Array<ArrayBuffer>;
  /** Lattice index of the newest event; 0: none yet. */
  newestN: number;
  /** Lattice index of the oldest event held; everything from here to newestN is valid. */
  oldestN: number;
  /** Leaves of the tree that the events belong to. */
  leaves: number;
  /** Tokens of context: with the run's batch it gives an event's sphere. */
  context: number;
  /** Optimiser step of the newest frame. */
  step: number;
  /** Raised with every append and reset. */
  version: number;
  /** Raised when the past no longer holds (another run, a restore, a gap): redraw from oldestN. */
  epoch: number;
}

/** Slots `from` to `to` (exclusive), from < to. */
export interface SlotSpan {
  readonly from: number;
  readonly to: number;
}

export interface EventRows {
  readonly firstN: number;
  readonly leaves: number;
  readonly context: number;
  readonly step: number;
  /** One word an event, oldest first. */
  readonly words: Uint32Array;
}

export function createEventRing(): EventRing {
  return {
    slots: new Uint32Array(SHELL_SLOTS),
    newestN: 0,
    oldestN: 1,
    leaves: 0,
    context: 0,
    step: 0,
    version: 0,
    epoch: 0,
  };
}

/** Slot of lattice index n. */
export function slotOf(n: number): number {
  return (n - 1) % SHELL_SLOTS;
}

/** Forgets every event; the slots' words stay but are no longer valid. */
export function resetEventRing(ring: EventRing): void {
  ring.newestN = 0;
  ring.oldestN = 1;
  ring.step = 0;
  ring.version += 1;
  ring.epoch += 1;
}

/** Appends rows in place. Rows that do not continue the ring (a gap, a step back) begin a new epoch. */
export function appendEvents(ring: EventRing, rows: EventRows): void {
  const count = Math.min(rows.words.length, SHELL_SLOTS);
  if (count === 0) return;
  const words = rows.words.subarray(rows.words.length - count);
  const firstN = rows.firstN + rows.words.length - count;
  const lastN = firstN + count - 1;
  const continues = rows.firstN === ring.newestN + 1 && ring.newestN > 0;
  if (!continues) {
    ring.epoch += 1;
    ring.oldestN = firstN;
  }
  const from = slotOf(firstN);
  const untilEnd = Math.min(count, SHELL_SLOTS - from);
  ring.slots.set(words.subarray(0, untilEnd), from);
  if (untilEnd < count) ring.slots.set(words.subarray(untilEnd), 0);
  ring.newestN = lastN;
  ring.oldestN = Math.max(ring.oldestN, lastN - SHELL_SLOTS + 1);
  ring.leaves = rows.leaves;
  ring.context = rows.context;
  ring.step = rows.step;
  ring.version += 1;
}

/** Spans of slots written after lattice index `sinceN` (0: everything held): none, one or, over the seam, two. */
export function dirtySpans(ring: EventRing, sinceN: number): readonly SlotSpan[] {
  const firstN = Math.max(sinceN + 1, ring.oldestN);
  const count = ring.newestN - firstN + 1;
  if (count <= 0) return [];
  if (count >= SHELL_SLOTS) return [{ from: 0, to: SHELL_SLOTS }];
  const from = slotOf(firstN);
  const to = from + count;
  if (to <= SHELL_SLOTS) return [{ from, to }];
  return [
    { from, to: SHELL_SLOTS },
    { from: 0, to: to - SHELL_SLOTS },
  ];
}
