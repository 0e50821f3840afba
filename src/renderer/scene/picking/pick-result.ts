import { primeLattice } from '../../store/lattice-table.ts';
import type { EventRing } from '../../store/event-ring.ts';
import type { Selection } from '../../store/selection-slice.ts';
import { eventOfSlot } from '../layers/events/event-layout.ts';

/** Side of the square of pixels that is asked, its middle under the pointer. */
export const PICK_SIDE = 7;
/** Set in an id that means an event's slot. */
export const EVENT_BIT = 0x80_00_00;
/** Set, without that, in an id that means a prime's row; without both the id is a sphere's. */
export const PRIME_BIT = 0x40_00_00;

const MIDDLE = (PICK_SIDE - 1) / 2;

/**
 * What the pointer means, from PICK_SIDE rows of RGBA pixels (value = id + 1, little end first, 0: nothing). The middle pixel decides,
 * exactly; only over empty ground the nearest event or prime within three pixels counts, since a grain of dust is hard to hit.
 */
export function pickResult(pixels: Uint8Array, ring: EventRing): Selection | undefined {
  const middle = valueAt(pixels, MIDDLE, MIDDLE);
  if (middle > 0) return selectionOf(middle, ring);
  let nearest = { value: 0, apart: MIDDLE + 0.5 };
  for (let y = 0; y < PICK_SIDE; y += 1) {
    for (let x = 0; x < PICK_SIDE; x += 1) {
      const value = valueAt(pixels, x, y);
      const apart = Math.hypot(x - MIDDLE, y - MIDDLE);
      if (value > PRIME_BIT && apart < nearest.apart) nearest = { value, apart };
    }
  }
  return nearest.value > 0 ? selectionOf(nearest.value, ring) : undefined;
}

function valueAt(pixels: Uint8Array, x: number, y: number): number {
  const at = (y * PICK_SIDE + x) * 4;
  return (pixels[at] ?? 0) + ((pixels[at + 1] ?? 0) << 8) + ((pixels[at + 2] ?? 0) << 16);
}

/** What a pixel's value names; undefined for nothing, and for what is not there any more. */
export function selectionOf(value: number, ring: EventRing): Selection | undefined {
  if (value === 0) return undefined;
  if (value <= PRIME_BIT) return { kind: 'sphere', id: value - 1 };
  if (value <= EVENT_BIT) return primeOf(value - PRIME_BIT - 1);
  const n = eventOfSlot(ring, value - EVENT_BIT - 1);
  return n === undefined ? undefined : { kind: 'event', n };
}

function primeOf(row: number): Selection | undefined {
  const p = primeLattice.table?.primes[row];
  return p === undefined ? undefined : { kind: 'prime', p, k: row + 1 };
}
