import { eventKind } from '../../../store/event-kind.ts';
import type { EventKind } from '../../../store/event-kind.ts';
import { SHELL_SLOTS } from '../../../store/event-ring.ts';
import type { EventRing } from '../../../store/event-ring.ts';
import { eventOfSlot } from './event-layout.ts';

/** Lattice indices on each side of the boundary that are marked. */
export const REGION = 100;
/** Slots of the region: k from 1 to 100 and from 143,900 to 144,000. */
export const REGION_SLOTS = 2 * REGION + 1;

/** Codes of the kinds in the shader; 0 is ordinary. */
const CODES: Readonly<Record<EventKind, number>> = {
  ordinary: 0,
  'region-enter': 1,
  'region-exit': 1,
  crossing: 2,
  bracket: 3,
  twin: 4,
};

/** Slot of the i-th place of the region. */
export function regionSlot(index: number): number {
  return index < REGION ? index : SHELL_SLOTS - REGION_SLOTS + index;
}

/** Kind of the event that each slot of the region holds, 255 times nothing: REGION_SLOTS codes, zeros where it holds none. */
export function regionKinds(ring: EventRing, into: Uint8Array): void {
  for (let index = 0; index < REGION_SLOTS; index += 1) {
    const n = eventOfSlot(ring, regionSlot(index));
    into[index] = n === undefined ? 0 : CODES[eventKind(n)];
  }
}

/** Which shells the region's slots belong to: while this stays, so do their kinds. */
export function regionKey(ring: EventRing): string {
  const first = eventOfSlot(ring, 0) ?? 0;
  const near = Math.min(ring.newestN % SHELL_SLOTS, REGION + 1);
  const before = Math.max(0, (ring.newestN % SHELL_SLOTS) - (SHELL_SLOTS - REGION - 1));
  return `${ring.epoch} ${first} ${near} ${before}`;
}
