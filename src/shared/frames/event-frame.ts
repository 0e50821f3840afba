import { readColumnFrame, type ColumnFrame } from './columns.ts';
import { FRAME_HEADER_BYTES, FRAME_STRIDE } from './frame-header.ts';

/**
 * Boundary events since the client's last event frame, oldest first; at most a full shell (LIMITS.shellEvents).
 * Own fields: f64 first_n, lattice index of the first row; u32 leaves; u32 context.
 * Row (4 bytes): u16 token, f16 loss in nats. Everything else follows from n: group n mod 12, kind, slot (n - 1) mod 144000,
 * leaf number (floor((n - 1) / context) mod batch) mod leaves (sphereOfLeaf in sphere-tree.ts), theta = frac(slotIndex * phi) * 2 pi + the token's offset.
 */
export const EVENT_COLUMNS = {
  token: { offset: 0, type: 'u16' },
  loss: { offset: 2, type: 'f16' },
} as const;
export const EVENT_STRIDE = FRAME_STRIDE.events;

export interface EventFrame extends ColumnFrame<typeof EVENT_COLUMNS> {
  /** Lattice index of row 0; row i has firstN + i. */
  readonly firstN: number;
  /** Leaf spheres of the tree. */
  readonly leaves: number;
  /** Tokens of context. */
  readonly context: number;
}

/** Checks and opens a frame of topic frame.events. Throws FrameError. */
export function readEventFrame(frame: ArrayBuffer): EventFrame {
  const base = readColumnFrame(frame, 'events', EVENT_COLUMNS);
  return {
    ...base,
    firstN: base.view.getFloat64(FRAME_HEADER_BYTES, true),
    leaves: base.view.getUint32(FRAME_HEADER_BYTES + 8, true),
    context: base.view.getUint32(FRAME_HEADER_BYTES + 12, true),
  };
}
