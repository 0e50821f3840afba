import { SPHERE_COLUMNS, SPHERE_STATES } from '../../shared/frames/sphere-frame.ts';
import { readColumnFrame } from '../../shared/frames/columns.ts';
import type { FieldTable } from './expression/expression-compile.ts';
import { newestFrames } from './newest-frames.ts';

/** The newest frame's spheres as an expression reads them, by id; undefined before there is a frame. */
export interface SphereTable {
  readonly count: number;
  readonly fields: FieldTable;
}

const NONE_8 = 255;
const NONE_32 = 0xffff_ffff;

let opened: { readonly version: number; readonly table: SphereTable } | undefined;

/** Opens the newest sphere frame; the same object until another one comes. */
export function sphereTable(): SphereTable | undefined {
  const { frame, version } = newestFrames.spheres;
  if (!frame) return undefined;
  if (opened?.version !== version) opened = { version, table: tableOf(frame) };
  return opened.table;
}

function tableOf(frame: ArrayBuffer): SphereTable {
  const { rows, columns: c } = readColumnFrame(frame, 'spheres', SPHERE_COLUMNS);
  const deepest = rows > 0 ? c.level(rows - 1) : 0;
  const unless = (absent: number, read: (id: number) => number) => (id: number) => {
    const value = read(id);
    return value === absent ? NaN : value;
  };
  const measured = (read: (id: number) => number) => (id: number) => {
    const value = read(id);
    return value > 0 ? value : NaN;
  };
  return {
    count: rows,
    fields: {
      id: (id) => id,
      level: c.level,
      leaf: (id) => c.level(id) === deepest,
      group: unless(NONE_8, c.group),
      parent: unless(NONE_32, c.parent),
      state: (id) => SPHERE_STATES[c.state(id)] ?? 'idle',
      age: (id) => c.stateAgeUs(id) / 1_000,
      worker: unless(NONE_8, c.worker),
      inbox: (id) => c.inboxCritical(id) + c.inboxHigh(id) + c.inboxNormal(id) + c.inboxLow(id),
      queued: c.queuedItems,
      microBatches: c.microBatches,
      stolenTo: c.stolenTo,
      stolenFrom: c.stolenFrom,
      messages: c.messagesReceived,
      gradientNorm: measured(c.gradientNorm),
      loss: measured(c.lossNats),
      load: c.utilization,
    },
  };
}
