import { readFrameHeader } from '../../../../shared/frames/read-frame.ts';
import { SPHERE_COLUMNS, SPHERE_STATES } from '../../../../shared/frames/sphere-frame.ts';
import type { SphereState } from '../../../../shared/frames/sphere-frame.ts';
import type { SphereTree } from './sphere-layout.ts';

type Read = (id: number) => number;

const NO_WORKER = 255;
const NO_PARENT = 0xffffffff;

/** The columns that the layer reads every frame, as typed arrays over the frame: no copy, no closure a column. */
export interface SphereRows {
  readonly count: number;
  readonly state: (id: number) => SphereState;
  readonly worker: (id: number) => number;
  readonly group: (id: number) => number;
  /** -1 for the root. */
  readonly parent: (id: number) => number;
  readonly utilization: (id: number) => number;
  /** Items moved by theft to or from the sphere since the run began. */
  readonly steals: (id: number) => number;
  /** Micro-batches and messages that wait. */
  readonly queue: (id: number) => number;
  readonly microBatches: (id: number) => number;
  /** Of its last gradient; 0 before one. */
  readonly gradientNorm: (id: number) => number;
  /** Mean of its last micro-batch, nats; 0 before one. */
  readonly lossNats: (id: number) => number;
}

/** Opens a sphere frame. Throws FrameError when it is none. */
export function openSphereRows(frame: ArrayBuffer): SphereRows {
  const { rows, rowsOffset, stride } = readFrameHeader(frame);
  const bytes = new Uint8Array(frame, rowsOffset);
  const halves = new Uint16Array(frame, rowsOffset);
  const words = new Uint32Array(frame, rowsOffset);
  const floats = new Float32Array(frame, rowsOffset);
  const wordStride = stride / 4;
  const byte = (column: keyof typeof SPHERE_COLUMNS) => {
    const { offset } = SPHERE_COLUMNS[column];
    return (id: number): number => bytes[id * stride + offset] ?? 0;
  };
  const word = (column: keyof typeof SPHERE_COLUMNS) => {
    const offset = SPHERE_COLUMNS[column].offset / 4;
    return (id: number): number => words[id * wordStride + offset] ?? 0;
  };
  const state = byte('state');
  const parent = word('parent');
  const from = word('stolenFrom');
  const to = word('stolenTo');
  const half = (column: keyof typeof SPHERE_COLUMNS) => {
    const offset = SPHERE_COLUMNS[column].offset / 2;
    return (id: number): number => halves[id * wordStride * 2 + offset] ?? 0;
  };
  const real = (column: keyof typeof SPHERE_COLUMNS) => {
    const offset = SPHERE_COLUMNS[column].offset / 4;
    return (id: number): number => floats[id * wordStride + offset] ?? 0;
  };
  const inbox = (['inboxCritical', 'inboxHigh', 'inboxNormal', 'inboxLow'] as const).map(half);
  const [critical, high, normal, low] = inbox as [Read, Read, Read, Read];
  const queued = word('queuedItems');
  return {
    count: rows,
    state: (id) => SPHERE_STATES[state(id)] ?? 'idle',
    worker: byte('worker'),
    group: byte('group'),
    parent: (id) => {
      const at = parent(id);
      return at === NO_PARENT ? -1 : at;
    },
    utilization: real('utilization'),
    steals: (id) => from(id) + to(id),
    queue: (id) => queued(id) + critical(id) + high(id) + normal(id) + low(id),
    microBatches: word('microBatches'),
    gradientNorm: real('gradientNorm'),
    lossNats: real('lossNats'),
  };
}

/** The tree of the frame. */
export function treeOf(rows: SphereRows): SphereTree {
  return {
    count: rows.count,
    parents: Int32Array.from({ length: rows.count }, (_, id) => rows.parent(id)),
    groups: Uint8Array.from({ length: rows.count }, (_, id) => rows.group(id)),
  };
}

/** Whether the frame still shows this tree: count, parents and groups. */
export function sameTree(rows: SphereRows, tree: SphereTree): boolean {
  if (rows.count !== tree.count) return false;
  for (let id = 0; id < rows.count; id += 1) {
    if (rows.parent(id) !== tree.parents[id] || rows.group(id) !== tree.groups[id]) return false;
  }
  return true;
}

/** Workers that own a sphere in this frame; at least 1. */
export function workerCount(rows: SphereRows): number {
  let highest = 0;
  for (let id = 0; id < rows.count; id += 1) {
    const worker = rows.worker(id);
    if (worker !== NO_WORKER && worker > highest) highest = worker;
  }
  return highest + 1;
}
