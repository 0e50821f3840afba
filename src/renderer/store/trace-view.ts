import { FRAME_HEADER_BYTES } from '../../shared/frames/frame-header.ts';
import { readColumnFrame } from '../../shared/frames/columns.ts';
import { TRACE_COLUMNS, TRACE_KINDS } from '../../shared/frames/trace-frame.ts';
import type { TraceKind } from '../../shared/frames/trace-frame.ts';
import { newestFrames } from './newest-frames.ts';

export type { TraceKind };
export { TRACE_KINDS };

/** Worker number that the trace gives Node Zero. */
export const NODE_ZERO = 255;

/** One span of work; times in milliseconds before the frame's clock, so `fromMs` ≥ `toMs`. */
export interface TraceSpan {
  /** Worker number, or NODE_ZERO. */
  readonly worker: number;
  readonly kind: TraceKind;
  readonly fromMs: number;
  readonly toMs: number;
  readonly sphere: number | undefined;
  readonly step: number;
}

/** Spans of the newest trace frame that lie within the last `windowMs`, oldest first. */
export function newestTrace(windowMs: number): readonly TraceSpan[] {
  const { frame } = newestFrames.trace;
  if (!frame) return [];
  const { rows, columns } = readColumnFrame(frame, 'trace', TRACE_COLUMNS);
  const spans: TraceSpan[] = [];
  for (let row = 0; row < rows; row += 1) {
    const fromMs = columns.startUs(row) / 1_000;
    const toMs = fromMs - columns.durationUs(row) / 1_000;
    if (toMs > windowMs) continue;
    const sphere = columns.sphere(row);
    spans.push({
      worker: columns.worker(row),
      kind: TRACE_KINDS[columns.kind(row)] ?? 'control',
      fromMs,
      toMs,
      sphere: sphere === 65_535 ? undefined : sphere,
      step: columns.step(row),
    });
  }
  return spans;
}

/** The engine's clock when the newest trace frame was made, in milliseconds. */
export function traceTimeMs(): number | undefined {
  const { frame } = newestFrames.trace;
  return frame && new DataView(frame).getFloat64(FRAME_HEADER_BYTES, true);
}
