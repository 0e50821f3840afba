import { NODE_ZERO } from '../../store/trace-view.ts';
import type { TraceKind, TraceSpan } from '../../store/trace-view.ts';

/** Milliseconds of work shown. */
export const WINDOW_MS = 40;

/** A span as a rectangle: pixels of the canvas, y at its top. */
export interface SpanBox {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly kind: TraceKind;
}

export interface Lane {
  /** Worker number, or NODE_ZERO. */
  readonly worker: number;
  /** Top of its name and of its bars, in pixels. */
  readonly nameY: number;
  readonly y: number;
  readonly height: number;
}

const NAME_HEIGHT = 14;
const MOST_HEIGHT = 13;
const LEAST_HEIGHT = 2;
const GAP = 6;

/** One lane a worker, Node Zero last. Names are left out (nameY = y) where there are too many lanes for them. */
export function laneLayout(workers: number, height: number): readonly Lane[] {
  const lanes = [...Array.from({ length: workers }, (_, worker) => worker), NODE_ZERO];
  const pitch = height / lanes.length;
  const named = pitch >= NAME_HEIGHT + LEAST_HEIGHT + GAP;
  const room = named ? pitch - NAME_HEIGHT - GAP : pitch - 1;
  const bar = Math.max(1, Math.min(MOST_HEIGHT, Math.floor(room)));
  const step = named ? Math.min(pitch, NAME_HEIGHT + MOST_HEIGHT + GAP + 4) : pitch;
  return lanes.map((worker, lane) => {
    const nameY = Math.round(lane * step);
    return { worker, nameY, y: named ? nameY + NAME_HEIGHT : nameY, height: bar };
  });
}

/** Boxes of the spans; `nowMs` is what stands at the right edge, in milliseconds before the frame's clock. */
export function spanBoxes(
  spans: readonly TraceSpan[],
  lanes: readonly Lane[],
  width: number,
  nowMs: number,
): readonly SpanBox[] {
  const scale = width / WINDOW_MS;
  const laneOf = new Map(lanes.map((lane) => [lane.worker, lane]));
  const boxes: SpanBox[] = [];
  for (const span of spans) {
    const lane = laneOf.get(span.worker);
    const left = Math.max(0, width - (span.fromMs - nowMs) * scale);
    const right = width - (span.toMs - nowMs) * scale;
    if (!lane || right <= 0) continue;
    boxes.push({ x: left, width: right - left, y: lane.y, height: lane.height, kind: span.kind });
  }
  return boxes;
}

/** Share of the window each worker spent on work (not stealing), 0..1, over all workers but Node Zero. */
export function busyShare(spans: readonly TraceSpan[], workers: number, nowMs: number): number {
  if (workers === 0) return 0;
  let busyMs = 0;
  for (const span of spans) {
    if (span.worker === NODE_ZERO || span.kind === 'steal') continue;
    const from = Math.min(WINDOW_MS, span.fromMs - nowMs);
    busyMs += Math.max(0, from - Math.max(0, span.toMs - nowMs));
  }
  return Math.min(1, busyMs / (WINDOW_MS * workers));
}

/** End of the newest work: a machine that stands still shows its last moments instead of nothing. */
export function newestWorkMs(spans: readonly TraceSpan[]): number {
  return spans.reduce((least, span) => Math.min(least, span.toMs), Infinity);
}
