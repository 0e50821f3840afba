import { EventLog } from './event-log.ts';
import type { EventRing, EventRows } from './event-ring.ts';

/** Bounds of what is kept: about the last minutes. */
export const RECORDING_LIMITS = {
  /** Of sphere and trace frames. */
  frameBytes: 32 * 1024 * 1024,
  /** Of events, 4 bytes each. */
  eventBytes: 32 * 1024 * 1024,
  /** Shortest time between two kept frames of a kind, in milliseconds. */
  leastMs: 100,
  /** What the frames' budget shall last for where they are large, in milliseconds. */
  spanMs: 180_000,
  /** A longer silence (a pause, a hidden window) counts as this long, in milliseconds: nobody waits through it again. */
  silenceMs: 1_000,
} as const;

interface KeptFrame {
  readonly atMs: number;
  readonly step: number;
  readonly frame: ArrayBuffer;
}

interface Mark {
  readonly atMs: number;
  readonly step: number;
  readonly newestN: number;
}

/** What was shown at a moment. */
export interface Moment {
  readonly spheres: ArrayBuffer | undefined;
  readonly trace: ArrayBuffer | undefined;
  readonly step: number;
}

/**
 * The last minutes of frames as they came, within a fixed budget: sphere and trace frames thinned to ten a second (fewer where
 * they are large), and every event that still fits. Times are of performance.now(), long silences left out.
 */
export class Recording {
  private readonly frames = { spheres: [] as KeptFrame[], trace: [] as KeptFrame[] };
  /** The newest of each kind, kept or thinned out. */
  readonly newest: { spheres?: ArrayBuffer; trace?: ArrayBuffer } = {};
  private marks: Mark[] = [];
  private readonly log = new EventLog(RECORDING_LIMITS.eventBytes / 4);
  private frameBytes = 0;
  private clock = { nowMs: 0, atMs: 0 };

  /** Bytes held now. */
  get bytes(): number {
    return this.frameBytes + this.log.bytes;
  }

  /** Step of the last sphere frame kept; undefined while there is none. */
  get newestStep(): number | undefined {
    return this.frames.spheres[this.frames.spheres.length - 1]?.step;
  }

  /** First and last moment held; undefined while there is nothing. */
  get span(): { readonly fromMs: number; readonly toMs: number } | undefined {
    const { spheres } = this.frames;
    const [first, last] = [spheres[0], spheres[spheres.length - 1]];
    return first && last && last.atMs > first.atMs
      ? { fromMs: first.atMs, toMs: last.atMs }
      : undefined;
  }

  clear(): void {
    this.frames.spheres = [];
    this.frames.trace = [];
    delete this.newest.spheres;
    delete this.newest.trace;
    this.marks = [];
    this.log.clear();
    this.frameBytes = 0;
    this.clock = { nowMs: 0, atMs: 0 };
  }

  /** Keeps a sphere or trace frame if enough time has passed since the last one kept. */
  keepFrame(kind: 'spheres' | 'trace', frame: ArrayBuffer, step: number, nowMs: number): void {
    this.newest[kind] = frame;
    const atMs = this.recordedTime(nowMs);
    const kept = this.frames[kind];
    const last = kept[kept.length - 1];
    if (last && atMs - last.atMs < keepEveryMs(frame.byteLength)) return;
    kept.push({ atMs, step, frame });
    this.frameBytes += frame.byteLength;
    while (this.frameBytes > RECORDING_LIMITS.frameBytes) this.dropOldest();
  }

  /** Takes a frame for the newest without keeping it: of a machine that rests. */
  passFrame(kind: 'spheres' | 'trace', frame: ArrayBuffer): void {
    this.newest[kind] = frame;
  }

  /** Keeps events. */
  keepEvents(rows: EventRows, nowMs: number): void {
    if (rows.words.length === 0) return;
    const atMs = this.recordedTime(nowMs);
    if (rows.firstN !== this.log.nextN) this.marks = [];
    this.log.append(rows);
    this.marks.push({ atMs, step: rows.step, newestN: rows.firstN + rows.words.length - 1 });
    const { oldestN } = this.log;
    while (this.marks[0] && this.marks[0].newestN < oldestN) this.marks.shift();
  }

  /** What was newest at a moment; the ring is brought to the events of then. */
  show(atMs: number, ring: EventRing): Moment {
    const spheres = lastBefore(this.frames.spheres, atMs) ?? this.frames.spheres[0];
    const mark = lastBefore(this.marks, atMs) ?? this.marks[0];
    if (mark) this.log.show(ring, mark.newestN, mark.step);
    return {
      spheres: spheres?.frame,
      trace: lastBefore(this.frames.trace, atMs)?.frame,
      step: spheres?.step ?? 0,
    };
  }

  /** Brings the ring to the newest event kept. */
  showNewestEvents(ring: EventRing): void {
    const last = this.marks[this.marks.length - 1];
    if (last) this.log.show(ring, last.newestN, last.step);
  }

  /** The first moment at which a step was shown; undefined when it is not held. */
  momentOfStep(step: number): number | undefined {
    const { spheres } = this.frames;
    const last = spheres[spheres.length - 1];
    if (!spheres[0] || step < spheres[0].step || !last || step > last.step) return undefined;
    return spheres.find((kept) => kept.step >= step)?.atMs;
  }

  /** The moment of what arrives now. */
  private recordedTime(nowMs: number): number {
    const { clock } = this;
    const passed = Math.max(0, nowMs - clock.nowMs);
    this.clock =
      clock.nowMs === 0
        ? { nowMs, atMs: nowMs }
        : { nowMs, atMs: clock.atMs + Math.min(passed, RECORDING_LIMITS.silenceMs) };
    return this.clock.atMs;
  }

  private dropOldest(): void {
    const { spheres, trace } = this.frames;
    const from = (trace[0]?.atMs ?? Infinity) < (spheres[0]?.atMs ?? Infinity) ? trace : spheres;
    this.frameBytes -= from.shift()?.frame.byteLength ?? 0;
  }
}

/** Time between two kept frames of a size, so that the budget lasts for the span. */
export function keepEveryMs(frameBytes: number): number {
  const { frameBytes: budget, leastMs, spanMs } = RECORDING_LIMITS;
  return Math.max(leastMs, (spanMs * frameBytes) / (budget * 0.75));
}

/** The last entry at or before a moment, of a list in time order. Binary search. */
function lastBefore<T extends { readonly atMs: number }>(
  list: readonly T[],
  atMs: number,
): T | undefined {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}
