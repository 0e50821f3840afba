import { readColumnFrame, type ColumnFrame } from './columns.ts';
import { FRAME_HEADER_BYTES, FRAME_STRIDE } from './frame-header.ts';

/**
 * Spans of work, oldest first: the newest TRACE_SPANS of all workers and Node Zero.
 * Own fields: f64 now_ms, the engine's monotonic clock when the frame was made.
 */
export const TRACE_COLUMNS = {
  startUs: { offset: 0, type: 'u32' }, // microseconds before now
  durationUs: { offset: 4, type: 'u32' },
  worker: { offset: 8, type: 'u8' }, // 255: Node Zero
  kind: { offset: 9, type: 'u8' }, // TRACE_KINDS
  sphere: { offset: 10, type: 'u16' }, // 65535: none
  step: { offset: 12, type: 'u32' },
} as const;
export const TRACE_STRIDE = FRAME_STRIDE.trace;
/** Spans of one frame at most. */
export const TRACE_SPANS = 1_024;
export const TRACE_KINDS = ['compute', 'steal', 'reduce', 'update', 'evaluate', 'control'] as const;
export type TraceKind = (typeof TRACE_KINDS)[number];

export interface TraceFrame extends ColumnFrame<typeof TRACE_COLUMNS> {
  /** Engine's monotonic clock when the frame was made, in milliseconds. */
  readonly nowMs: number;
}

/** Checks and opens a frame of topic frame.trace. Throws FrameError. */
export function readTraceFrame(frame: ArrayBuffer): TraceFrame {
  const base = readColumnFrame(frame, 'trace', TRACE_COLUMNS);
  return { ...base, nowMs: base.view.getFloat64(FRAME_HEADER_BYTES, true) };
}
