import { SHELL_SLOTS, slotOf } from '../../../store/event-ring.ts';
import type { EventRing } from '../../../store/event-ring.ts';

/**
 * The ring of boundary events, in world units around the lattice (whose outer shell has radius 1).
 * Angle: theta, clockwise from 12 o'clock. Distance from the axis: lattice index k within the shell, from the inner edge
 * (k = 1) to the rim (k = 144,000, the boundary), equal areas for equal counts. Height: loss.
 */
export const RING = { inner: 1.32, outer: 1.8, floor: -0.16, heightPerNat: 0.06 } as const;
/** Loss at the top of the colour scale, in nats; the height goes on to MAX_HEIGHT_NATS. */
export const COLOUR_NATS = 6;
export const MAX_HEIGHT_NATS = 8;

export const PHI = (1 + Math.sqrt(5)) / 2;
const TURN = 2 * Math.PI;

/** Place of the slot's event within its shell: k = 1 + (n - 1) mod 144,000. */
export function shellIndex(slot: number): number {
  return slot + 1;
}

/**
 * Angle of an event in [0, 2 pi): the spiral term k pi (1 + sqrt 5) = 2 pi k phi, plus the token's offset (all its other terms).
 * Double precision; the shader's integer arithmetic agrees to 2e-4 rad (a test compares them).
 */
export function eventTheta(slot: number, thetaOffset: number): number {
  const turns = shellIndex(slot) * PHI;
  const theta = ((turns - Math.floor(turns)) * TURN + thetaOffset) % TURN;
  return theta < 0 ? theta + TURN : theta;
}

/**
 * frac(phi) in 32 and 22 further bits: k times it, wrapped modulo one turn by unsigned overflow, is the spiral angle.
 * A float32 product would be wrong by 0.1 rad at k = 144,000.
 */
export const PHI_FRACTION_HIGH = Math.floor((PHI - 1) * 2 ** 32);
export const PHI_FRACTION_LOW = (PHI - 1) * 2 ** 32 - PHI_FRACTION_HIGH;

/** Place of a slot within its shell, 0 (k = 1) to 1 (k = 144,000). */
export function slotShare(slot: number): number {
  return (shellIndex(slot) - 0.5) / SHELL_SLOTS;
}

/** Events held and drawable: the age of the oldest, in events, plus one. */
export function heldEvents(ring: EventRing): number {
  return ring.newestN === 0 ? 0 : ring.newestN - ring.oldestN + 1;
}

/** Slot of the newest event; 0 when there is none. */
export function newestSlot(ring: EventRing): number {
  return ring.newestN === 0 ? 0 : slotOf(ring.newestN);
}

/** Lattice index of the event that a slot holds; undefined for a slot that holds none. */
export function eventOfSlot(ring: EventRing, slot: number): number | undefined {
  const age = (newestSlot(ring) - slot + SHELL_SLOTS) % SHELL_SLOTS;
  return age < heldEvents(ring) ? ring.newestN - age : undefined;
}

/** Of every `stride` slots the first is drawn; how many that are of a full shell. */
export function drawnSlots(stride: number): number {
  return Math.floor(SHELL_SLOTS / stride);
}

/** Vertices between which all held events lie: the whole shell as soon as they reach over its seam. */
export function vertexRange(
  ring: EventRing,
  stride: number,
): { readonly first: number; readonly count: number } {
  const held = heldEvents(ring);
  const from = slotOf(ring.oldestN);
  if (from + held > SHELL_SLOTS) return { first: 0, count: drawnSlots(stride) };
  const first = Math.ceil(from / stride);
  const end = Math.min(Math.ceil((from + held) / stride), drawnSlots(stride));
  return { first, count: Math.max(0, end - first) };
}

/** Events on the screen: the held slots that are multiples of the stride. */
export function drawnEvents(ring: EventRing, stride: number): number {
  const held = heldEvents(ring);
  if (held === 0) return 0;
  const last = drawnSlots(stride) * stride;
  const from = slotOf(ring.oldestN);
  const upTo = (end: number): number => Math.ceil(Math.min(end, last) / stride);
  if (from + held <= SHELL_SLOTS) return upTo(from + held) - upTo(from);
  return upTo(SHELL_SLOTS) - upTo(from) + upTo(from + held - SHELL_SLOTS);
}
