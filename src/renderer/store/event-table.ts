import { halfToNumber } from '../../shared/frames/columns.ts';
import { sphereOfLeaf } from '../../shared/frames/sphere-tree.ts';
import { boundaryDistance, eventKind } from './event-kind.ts';
import { slotOf } from './event-ring.ts';
import type { FieldTable } from './expression/expression-compile.ts';
import { newestFrames } from './newest-frames.ts';
import { useRun } from './run-slice.ts';

/** Losses are 16-bit: all of them as numbers, so that a pass over a shell converts nothing. */
const HALVES = Float32Array.from({ length: 65_536 }, (_, bits) => halfToNumber(bits));

/** Loss in nats of an event's word. */
export function lossOfWord(word: number): number {
  return HALVES[word >>> 16] ?? NaN;
}

/** What an event's sphere and step follow from. */
export interface EventPlan {
  /** Sequences a step; 0: not known. */
  readonly batch: number;
  readonly context: number;
  readonly leaves: number;
}

export function eventPlan(): EventPlan {
  const { context, leaves } = newestFrames.events;
  return { batch: useRun.getState().status.config?.batch ?? 0, context, leaves };
}

/** Step that trained event n; NaN while the run's batch is not known. */
export function stepOf(n: number, { batch, context }: EventPlan): number {
  return batch * context > 0 ? 1 + Math.floor((n - 1) / (batch * context)) : NaN;
}

/** Leaf whose micro-batch event n was in; NaN while that is not known. */
export function leafOf(n: number, { batch, context, leaves }: EventPlan): number {
  if (!batch || !context || !leaves) return NaN;
  return sphereOfLeaf((Math.floor((n - 1) / context) % batch) % leaves, leaves) ?? NaN;
}

/** The present shell's events as an expression reads them, by lattice index. */
export function eventTable(): FieldTable {
  const { slots } = newestFrames.events;
  const plan = eventPlan();
  const texts = useRun.getState().status.corpus?.tokenTexts ?? [];
  const word = (n: number): number => slots[slotOf(n)] ?? 0;
  return {
    n: (n) => n,
    token: (n) => word(n) & 0xffff,
    text: (n) => texts[word(n) & 0xffff] ?? '',
    loss: (n) => lossOfWord(word(n)),
    group: (n) => n % 12,
    sphere: (n) => leafOf(n, plan),
    step: (n) => stepOf(n, plan),
    distance: (n) => boundaryDistance(n),
    kind: (n) => eventKind(n),
  };
}
