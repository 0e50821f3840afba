import { NODE_ZERO } from '../../store/trace-view.ts';
import type { TraceKind, TraceSpan } from '../../store/trace-view.ts';

/** Milliseconds of work that can be shown. */
const WINDOWS_MS = [40, 100, 200, 400, 1_000, 2_000, 4_000, 10_000] as const;
const STEPS_SHOWN = 2.5;

/** Milliseconds to show: 40, or what a few of the run's steps need. */
export function windowMs(stepMs: number | undefined): number {
  const wanted = (stepMs ?? 0) * STEPS_SHOWN;
  return WINDOWS_MS.find((ms) => ms >= wanted) ?? WINDOWS_MS[WINDOWS_MS.length - 1] ?? 40;
}

/** A span as a rectangle: pixels of the canvas, y at its top. */
export interface SpanBox {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly kind: TraceKind;
  readonly sphere: number | undefined;
  readonly step: number;
  /** Milliseconds it took. */
  readonly ms: number;
}

/** The time shown. */
export interface TimeView {
  readonly windowMs: number;
  /** What stands at the right edge, in milliseconds before the frame's clock. */
  readonly nowMs: number;
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

/** Boxes of the spans within the view. */
export function spanBoxes(
  spans: readonly TraceSpan[],
  lanes: readonly Lane[],
  width: number,
  view: TimeView,
): readonly SpanBox[] {
  const { nowMs } = view;
  const scale = width / view.windowMs;
  const laneOf = new Map(lanes.map((lane) => [lane.worker, lane]));
  const boxes: SpanBox[] = [];
  for (const span of spans) {
    const lane = laneOf.get(span.worker);
    const left = Math.max(0, width - (span.fromMs - nowMs) * scale);
    const right = width - (span.toMs - nowMs) * scale;
    if (!lane || right <= 0) continue;
    const { kind, sphere, step } = span;
    const place = { x: left, width: right - left, y: lane.y, height: lane.height };
    boxes.push({ ...place, kind, sphere, step, ms: span.fromMs - span.toMs });
  }
  return boxes;
}

/** Pixels beside a span that still mean it: many are thinner than a pointer. */
const NEAR = 3;

/** The span at a place of the canvas, or the nearest one of its lane within a few pixels. */
export function boxAt(boxes: readonly SpanBox[], x: number, y: number): SpanBox | undefined {
  let found: SpanBox | undefined;
  let apart = NEAR;
  for (const box of boxes) {
    if (y < box.y || y > box.y + box.height) continue;
    const away = Math.max(0, box.x - x, x - box.x - box.width);
    if (away > apart || (away === apart && found)) continue;
    found = box;
    apart = away;
  }
  return found;
}

/** Share of the time shown that the workers spent on finished spans of work, 0..1; Node Zero does not count. */
export function busyShare(spans: readonly TraceSpan[], workers: number, view: TimeView): number {
  if (workers === 0) return 0;
  let busyMs = 0;
  for (const span of spans) {
    if (span.worker === NODE_ZERO) continue;
    const from = Math.min(view.windowMs, span.fromMs - view.nowMs);
    busyMs += Math.max(0, from - Math.max(0, span.toMs - view.nowMs));
  }
  return Math.min(1, busyMs / (view.windowMs * workers));
}

/** End of the newest work: a machine that stands still shows its last moments instead of nothing. */
export function newestWorkMs(spans: readonly TraceSpan[]): number {
  return spans.reduce((least, span) => Math.min(least, span.toMs), Infinity);
}
