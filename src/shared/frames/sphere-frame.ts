import { readColumnFrame, type ColumnFrame } from './columns.ts';
import { FRAME_HEADER_BYTES, FRAME_STRIDE } from './frame-header.ts';

/**
 * One row a sphere, in id order (0 is the root); native/engine/telemetry/sphere_row.hpp is the same layout (a test compares).
 * Own fields: f64 now_ms, the engine's monotonic clock.
 */
export const SPHERE_COLUMNS = {
  state: { offset: 0, type: 'u8' }, // SPHERE_STATES
  worker: { offset: 1, type: 'u8' }, // 255: none
  level: { offset: 2, type: 'u8' }, // 0 is the root
  group: { offset: 3, type: 'u8' }, // symmetry group 0..11; 255: the root, which has none
  parent: { offset: 4, type: 'u32' }, // 0xffffffff: the root
  inboxCritical: { offset: 8, type: 'u16' },
  inboxHigh: { offset: 10, type: 'u16' },
  inboxNormal: { offset: 12, type: 'u16' },
  inboxLow: { offset: 14, type: 'u16' },
  queuedItems: { offset: 16, type: 'u32' }, // micro-batches waiting
  microBatches: { offset: 20, type: 'u32' }, // computed since the run began
  stolenFrom: { offset: 24, type: 'u32' }, // items that others took from it
  stolenTo: { offset: 28, type: 'u32' }, // items that it took
  messagesReceived: { offset: 32, type: 'u32' },
  stateAgeUs: { offset: 36, type: 'u32' }, // microseconds in the present state, saturating
  gradientNorm: { offset: 40, type: 'f32' }, // of its last gradient
  lossNats: { offset: 44, type: 'f32' }, // mean of its last micro-batch
  utilization: { offset: 48, type: 'f32' }, // 0..1, share of the time since the last frame spent computing for it
} as const;
export const SPHERE_STRIDE = FRAME_STRIDE.spheres;

export const SPHERE_STATES = [
  'initializing',
  'ready',
  'processing',
  'waiting',
  'accumulating',
  'updating',
  'idle',
  'terminating',
  'terminated',
] as const;
export type SphereState = (typeof SPHERE_STATES)[number];

export interface SphereFrame extends ColumnFrame<typeof SPHERE_COLUMNS> {
  /** Engine's monotonic clock when the frame was made, in milliseconds. */
  readonly nowMs: number;
}

/** Checks and opens a frame of topic frame.spheres. Throws FrameError. */
export function readSphereFrame(frame: ArrayBuffer): SphereFrame {
  const base = readColumnFrame(frame, 'spheres', SPHERE_COLUMNS);
  return { ...base, nowMs: base.view.getFloat64(FRAME_HEADER_BYTES, true) };
}

/** Every number of one sphere, for the inspector. */
export type SphereRow = { readonly [K in keyof typeof SPHERE_COLUMNS]: number };

/** One whole row; allocates an object. */
export function sphereRow(frame: SphereFrame, row: number): SphereRow {
  const entries = Object.entries(frame.columns).map(([name, read]) => [name, read(row)]);
  return Object.fromEntries(entries) as SphereRow;
}
