import { FRAME_HEADER_BYTES } from '../../shared/frames/frame-header.ts';
import { readColumnFrame } from '../../shared/frames/columns.ts';
import type { ColumnFrame } from '../../shared/frames/columns.ts';
import { SPHERE_COLUMNS, SPHERE_STATES } from '../../shared/frames/sphere-frame.ts';
import type { SphereState } from '../../shared/frames/sphere-frame.ts';
import { newestFrames } from './newest-frames.ts';

export type { SphereState };
export { SPHERE_STATES };

const NO_WORKER = 255;
const NO_GROUP = 255;
const NO_PARENT = 0xffffffff;
const ENDED = SPHERE_STATES.indexOf('terminated');

/** One sphere of the newest frame, in words of the program instead of columns. */
export interface SphereView {
  readonly id: number;
  readonly state: SphereState;
  /** Milliseconds in the present state. */
  readonly stateAgeMs: number;
  readonly level: number;
  readonly leaf: boolean;
  readonly group: number | undefined;
  readonly parent: number | undefined;
  readonly worker: number | undefined;
  readonly inbox: {
    readonly critical: number;
    readonly high: number;
    readonly normal: number;
    readonly low: number;
  };
  readonly queuedItems: number;
  readonly microBatches: number;
  readonly stolenTo: number;
  readonly stolenFrom: number;
  readonly messagesReceived: number;
  /** Absent before its first gradient. */
  readonly gradientNorm: number | undefined;
  /** Absent before its first micro-batch. */
  readonly lossNats: number | undefined;
  /** 0..1. */
  readonly utilization: number;
}

/** Spheres of the newest frame by what they do. */
export interface SphereTotals {
  readonly spheres: number;
  readonly leaves: number;
  readonly byState: Readonly<Partial<Record<SphereState, number>>>;
  readonly microBatches: number;
  readonly stolen: number;
  readonly messages: number;
}

type SphereFrame = ColumnFrame<typeof SPHERE_COLUMNS>;

let readFrame:
  | { readonly version: number; readonly frame: SphereFrame; readonly parents: Uint8Array }
  | undefined;

function newestSphereFrame(): SphereFrame | undefined {
  const { frame, version } = newestFrames.spheres;
  if (!frame) return undefined;
  if (readFrame?.version !== version) {
    const read = readColumnFrame(frame, 'spheres', SPHERE_COLUMNS);
    readFrame = { version, frame: read, parents: parentsOf(read) };
  }
  return readFrame.frame;
}

/** The engine's clock when the newest sphere frame was made, in milliseconds. */
export function sphereFrameTimeMs(): number | undefined {
  return newestSphereFrame()?.view.getFloat64(FRAME_HEADER_BYTES, true);
}

/** Reads sphere `id`; undefined when there is no such sphere now. */
export function sphereView(id: number): SphereView | undefined {
  const frame = newestSphereFrame();
  if (!frame || id < 0 || id >= frame.rows) return undefined;
  const c = frame.columns;
  const computed = c.microBatches(id) > 0;
  const leaf = isLeaf(id);
  return {
    id,
    state: SPHERE_STATES[c.state(id)] ?? 'idle',
    stateAgeMs: c.stateAgeUs(id) / 1_000,
    level: c.level(id),
    leaf,
    group: present(c.group(id), NO_GROUP),
    parent: present(c.parent(id), NO_PARENT),
    worker: present(c.worker(id), NO_WORKER),
    inbox: {
      critical: c.inboxCritical(id),
      high: c.inboxHigh(id),
      normal: c.inboxNormal(id),
      low: c.inboxLow(id),
    },
    queuedItems: c.queuedItems(id),
    microBatches: c.microBatches(id),
    stolenTo: c.stolenTo(id),
    stolenFrom: c.stolenFrom(id),
    messagesReceived: c.messagesReceived(id),
    gradientNorm: computed || !leaf ? positive(c.gradientNorm(id)) : undefined,
    lossNats: computed ? positive(c.lossNats(id)) : undefined,
    utilization: c.utilization(id),
  };
}

/** Levels of the present tree, the root's included; 2 before there is a frame. */
export function sphereLevels(): number {
  const frame = newestSphereFrame();
  if (!frame || frame.rows === 0) return 2;
  let deepest = 0;
  for (let id = 0; id < frame.rows; id += 1) deepest = Math.max(deepest, frame.columns.level(id));
  return deepest + 1;
}

/** Counts the newest frame's spheres; undefined when there is none. Cost: one pass over the spheres. */
export function sphereTotals(): SphereTotals | undefined {
  const frame = newestSphereFrame();
  if (!frame) return undefined;
  const { state, microBatches, stolenTo, messagesReceived } = frame.columns;
  const counts = new Uint32Array(256);
  const totals = { spheres: frame.rows, leaves: 0, microBatches: 0, stolen: 0, messages: 0 };
  for (let id = 0; id < frame.rows; id += 1) {
    const code = state(id);
    counts[code] = (counts[code] ?? 0) + 1;
    if (isLeaf(id) && code !== ENDED) totals.leaves += 1;
    totals.microBatches += microBatches(id);
    totals.stolen += stolenTo(id);
    totals.messages += messagesReceived(id);
  }
  const seen = SPHERE_STATES.map((name, code) => [name, counts[code] ?? 0] as const);
  return { ...totals, byState: Object.fromEntries(seen.filter(([, count]) => count > 0)) };
}

/** In the newest frame. A sphere is a leaf when no living sphere has it as parent; those that were made of late come last. */
function isLeaf(id: number): boolean {
  return readFrame?.parents[id] !== 1;
}

/** 1 for each sphere that a living one has as parent. */
function parentsOf({ rows, columns }: SphereFrame): Uint8Array {
  const parents = new Uint8Array(rows);
  for (let id = 0; id < rows; id += 1) {
    const parent = columns.parent(id);
    if (parent < rows && columns.state(id) !== ENDED) parents[parent] = 1;
  }
  return parents;
}

function present(value: number, absent: number): number | undefined {
  return value === absent ? undefined : value;
}

function positive(value: number): number | undefined {
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
