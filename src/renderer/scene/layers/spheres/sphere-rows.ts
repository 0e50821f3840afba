import { readFrameHeader } from '../../../../shared/frames/read-frame.ts';
import {
  SPHERE_COLUMNS,
  SPHERE_STATES,
  SPHERE_STRIDE,
} from '../../../../shared/frames/sphere-frame.ts';
import type { SphereState } from '../../../../shared/frames/sphere-frame.ts';
import type { SphereTree } from './sphere-layout.ts';

const NO_WORKER = 255;
const NO_PARENT = 0xffffffff;
const HALVES = SPHERE_STRIDE / 2;
export const ROW_WORDS = SPHERE_STRIDE / 4;

type Column = keyof typeof SPHERE_COLUMNS;
const byte = (column: Column): number => SPHERE_COLUMNS[column].offset;
const half = (column: Column): number => SPHERE_COLUMNS[column].offset / 2;
const word = (column: Column): number => SPHERE_COLUMNS[column].offset / 4;

/** Where each column lies in a row, in units of its own width; a row is SPHERE_STRIDE bytes, ROW_WORDS words. */
export const SPHERE_AT = {
  state: byte('state'),
  worker: byte('worker'),
  group: byte('group'),
  parent: word('parent'),
  inbox: half('inboxCritical'), // four in a row
  queued: word('queuedItems'),
  microBatches: word('microBatches'),
  stolenFrom: word('stolenFrom'),
  stolenTo: word('stolenTo'),
  gradientNorm: word('gradientNorm'),
  lossNats: word('lossNats'),
  utilization: word('utilization'),
} as const;

/** The columns that the layer reads every frame, as typed arrays over the frame: no copy, no closure, nothing allocated by a read. */
export class SphereRows {
  /** The rows themselves, for loops over all spheres: three times quicker than a call a sphere. */
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly floats: Float32Array;
  private readonly halves: Uint16Array;

  constructor(
    frame: ArrayBuffer,
    rowsOffset: number,
    readonly count: number,
  ) {
    this.bytes = new Uint8Array(frame, rowsOffset);
    this.halves = new Uint16Array(frame, rowsOffset);
    this.words = new Uint32Array(frame, rowsOffset);
    this.floats = new Float32Array(frame, rowsOffset);
  }

  /** Place in SPHERE_STATES. */
  stateCode(id: number): number {
    return this.bytes[id * SPHERE_STRIDE + SPHERE_AT.state] ?? 0;
  }

  state(id: number): SphereState {
    return SPHERE_STATES[this.stateCode(id)] ?? 'idle';
  }

  worker(id: number): number {
    return this.bytes[id * SPHERE_STRIDE + SPHERE_AT.worker] ?? NO_WORKER;
  }

  group(id: number): number {
    return this.bytes[id * SPHERE_STRIDE + SPHERE_AT.group] ?? 0;
  }

  /** -1 for the root. */
  parent(id: number): number {
    const at = this.words[id * ROW_WORDS + SPHERE_AT.parent] ?? NO_PARENT;
    return at === NO_PARENT ? -1 : at;
  }

  /** 0..1 */
  utilization(id: number): number {
    return this.floats[id * ROW_WORDS + SPHERE_AT.utilization] ?? 0;
  }

  /** Items moved by theft to or from the sphere since the run began. */
  steals(id: number): number {
    const row = id * ROW_WORDS;
    return (
      (this.words[row + SPHERE_AT.stolenFrom] ?? 0) + (this.words[row + SPHERE_AT.stolenTo] ?? 0)
    );
  }

  /** Micro-batches and messages that wait. */
  queue(id: number): number {
    const inbox = id * HALVES + SPHERE_AT.inbox;
    let waiting = this.words[id * ROW_WORDS + SPHERE_AT.queued] ?? 0;
    for (let priority = 0; priority < 4; priority += 1) {
      waiting += this.halves[inbox + priority] ?? 0;
    }
    return waiting;
  }

  microBatches(id: number): number {
    return this.words[id * ROW_WORDS + SPHERE_AT.microBatches] ?? 0;
  }

  /** Of its last gradient; 0 before one. */
  gradientNorm(id: number): number {
    return this.floats[id * ROW_WORDS + SPHERE_AT.gradientNorm] ?? 0;
  }

  /** Mean of its last micro-batch, nats; 0 before one. */
  lossNats(id: number): number {
    return this.floats[id * ROW_WORDS + SPHERE_AT.lossNats] ?? 0;
  }
}

/** Opens a sphere frame. Throws FrameError when it is none. */
export function openSphereRows(frame: ArrayBuffer): SphereRows {
  const { rows, rowsOffset } = readFrameHeader(frame); // checks the stride too
  return new SphereRows(frame, rowsOffset, rows);
}

/** The tree of the frame. */
export function treeOf(rows: SphereRows): SphereTree {
  return {
    count: rows.count,
    parents: Int32Array.from({ length: rows.count }, (_, id) => rows.parent(id)),
    groups: Uint8Array.from({ length: rows.count }, (_, id) => rows.group(id)),
  };
}

/**
 * Workers that own a sphere of this tree, at least 1; 0 when the frame shows another tree (count, parents or groups). One pass for both,
 * since reading the rows is what takes the time.
 */
export function workersOf(rows: SphereRows, { count, parents, groups }: SphereTree): number {
  if (rows.count !== count) return 0;
  const { bytes, words } = rows;
  const { worker: workerAt, group: groupAt, parent: parentAt } = SPHERE_AT;
  let highest = 0;
  let differs = 0;
  for (let id = 0; id < count; id += 1) {
    const row = id * SPHERE_STRIDE;
    // NO_PARENT is -1 as a signed word.
    differs |= ((words[id * ROW_WORDS + parentAt] ?? 0) | 0) ^ (parents[id] ?? 0);
    differs |= (bytes[row + groupAt] ?? 0) ^ (groups[id] ?? 0);
    const worker = bytes[row + workerAt] ?? 0;
    if (worker !== NO_WORKER && worker > highest) highest = worker;
  }
  return differs === 0 ? highest + 1 : 0;
}
