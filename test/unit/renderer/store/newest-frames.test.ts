import { beforeEach, describe, expect, it } from 'vitest';
import { EVENT_COLUMNS } from '../../../../src/shared/frames/event-frame.ts';
import { SpherePacker } from '../../../../src/shared/frames/packed-spheres.ts';
import { SPHERE_COLUMNS, SPHERE_STATES } from '../../../../src/shared/frames/sphere-frame.ts';
import { TRACE_COLUMNS } from '../../../../src/shared/frames/trace-frame.ts';
import { eventView } from '../../../../src/renderer/store/event-view.ts';
import {
  newestFrames,
  resetFrames,
  takeFrame,
} from '../../../../src/renderer/store/newest-frames.ts';
import { newestTrace } from '../../../../src/renderer/store/trace-view.ts';
import {
  sphereLevels,
  sphereTotals,
  sphereView,
} from '../../../../src/renderer/store/sphere-view.ts';
import { writeFrame } from '../../../helpers/write-frame.ts';

const spheres = writeFrame({
  kind: 'spheres',
  step: 7,
  fields: [{ bytes: 8, value: 1_000 }],
  layout: SPHERE_COLUMNS,
  rows: [
    { state: SPHERE_STATES.indexOf('waiting'), worker: 255, group: 255, parent: 0xffffffff },
    {
      state: SPHERE_STATES.indexOf('processing'),
      worker: 1,
      level: 1,
      group: 0,
      inboxHigh: 2,
      microBatches: 40,
      stolenTo: 3,
      stateAgeUs: 1_900,
      gradientNorm: 0.5,
      lossNats: 2,
    },
    { state: SPHERE_STATES.indexOf('idle'), level: 1, group: 1, stolenFrom: 3 },
  ],
});

const events = (firstN: number, losses: readonly number[]): ArrayBuffer =>
  writeFrame({
    kind: 'events',
    step: 3,
    fields: [
      { bytes: 8, value: firstN },
      { bytes: 4, value: 12 },
      { bytes: 4, value: 4 },
    ],
    layout: EVENT_COLUMNS,
    rows: losses.map((loss, i) => ({ token: i, loss })),
  });

beforeEach(resetFrames);

describe('newest frames', () => {
  it('takes a sphere frame and reads it in words', () => {
    const { version } = newestFrames.spheres;
    expect(takeFrame('spheres', spheres)).toBe(true);
    expect(newestFrames.spheres).toMatchObject({ rows: 3, step: 7, version: version + 1 });
    expect(sphereView(0)).toMatchObject({
      state: 'waiting',
      leaf: false,
      group: undefined,
      parent: undefined,
      worker: undefined,
    });
    expect(sphereView(1)).toMatchObject({
      state: 'processing',
      stateAgeMs: 1.9,
      leaf: true,
      group: 0,
      parent: 0,
      worker: 1,
      inbox: { critical: 0, high: 2, normal: 0, low: 0 },
      microBatches: 40,
      lossNats: 2,
    });
    expect(sphereView(2)).toMatchObject({ lossNats: undefined, gradientNorm: undefined });
    expect(sphereView(3)).toBeUndefined();
    expect(sphereTotals()).toMatchObject({
      spheres: 3,
      leaves: 2,
      byState: { waiting: 1, processing: 1, idle: 1 },
      microBatches: 40,
      stolen: 3,
    });
  });

  it('tells a machine at rest, whose states only grow older, from one that changes', () => {
    const resting = (rows: readonly { microBatches: number; stateAgeUs: number }[]) =>
      writeFrame({
        kind: 'spheres',
        step: 7,
        fields: [{ bytes: 8, value: 1_000 }],
        layout: SPHERE_COLUMNS,
        rows,
      });
    takeFrame('spheres', resting([{ microBatches: 3, stateAgeUs: 5 }]));
    const { version, changes } = newestFrames.spheres;
    takeFrame('spheres', resting([{ microBatches: 3, stateAgeUs: 9 }]));
    expect(newestFrames.spheres).toMatchObject({ version: version + 1, changes });
    expect(sphereView(0)).toMatchObject({ stateAgeMs: 0.009 });
    takeFrame('spheres', resting([{ microBatches: 4, stateAgeUs: 9 }]));
    expect(newestFrames.spheres.changes).toBe(changes + 1);
    const older = { microBatches: 4, stateAgeUs: 12 };
    takeFrame('spheres', resting([older, { microBatches: 0, stateAgeUs: 12 }]));
    expect(newestFrames.spheres.changes).toBe(changes + 2);
  });

  it('takes a packed frame of a tree that has grown, and knows its leaves', () => {
    const row = (id: number) =>
      id === 0
        ? { parent: 0xffffffff }
        : id < 121
          ? { level: 1, parent: 0, group: id % 12 }
          : { level: 2, parent: 3, state: id === 121 ? SPHERE_STATES.indexOf('terminated') : 1 };
    const fields = [{ bytes: 8, value: 1_000 }] as const;
    const rows = Array.from({ length: 123 }, (_, id) => row(id));
    const whole = writeFrame({ kind: 'spheres', step: 2, fields, layout: SPHERE_COLUMNS, rows });
    const packed = new SpherePacker().pack(whole);
    expect(packed.byteLength).toBeLessThan(whole.byteLength / 4);
    expect(takeFrame('spheres', packed)).toBe(true);
    expect(newestFrames.spheres).toMatchObject({ rows: 123, step: 2 });
    expect(sphereView(2)).toMatchObject({ leaf: true, level: 1 });
    expect(sphereView(3)).toMatchObject({ leaf: false });
    expect(sphereView(122)).toMatchObject({ leaf: true, level: 2, parent: 3 });
    expect(sphereTotals()).toMatchObject({ spheres: 123, leaves: 120 });
    expect(sphereLevels()).toBe(3);
  });

  it('appends events and reads one: its sphere by batch order, its distance to the boundary', () => {
    takeFrame('events', events(143_999, [0.5, 1.5, 2.5]));
    expect(eventView(144_000, 2)).toEqual({
      n: 144_000,
      token: 1,
      lossNats: 1.5,
      group: 0,
      // (144,000 - 1) / 4 tokens of context is sequence 35,999: odd, so the second of two
      sphere: 2,
      step: 18_000,
      boundaryDistance: 0,
      kind: 'crossing',
    });
    expect(eventView(143_999, 2)?.boundaryDistance).toBe(1);
    expect(eventView(143_998, 2)).toBeUndefined();
    expect(eventView(144_000, undefined)?.sphere).toBeUndefined();
  });

  it('refuses what is no frame of this protocol, keeps the frame before it, and says why', () => {
    takeFrame('spheres', spheres);
    const { refused } = newestFrames;
    const cut = spheres.slice(0, spheres.byteLength - 4);
    const foreign = spheres.slice(0);
    new DataView(foreign).setUint16(4, 99, true);
    expect(takeFrame('spheres', cut)).toBe(false);
    expect(takeFrame('spheres', foreign)).toBe(false);
    expect(takeFrame('spheres', events(1, [1]))).toBe(false);
    expect(takeFrame('events', new ArrayBuffer(3))).toBe(false);
    expect(newestFrames.refused).toBe(refused + 4);
    expect(newestFrames.refusal).toContain('3');
    expect(newestFrames.spheres.frame).toBe(spheres);
  });

  it('gives the spans of the last moments', () => {
    takeFrame(
      'trace',
      writeFrame({
        kind: 'trace',
        step: 1,
        fields: [{ bytes: 8, value: 5 }],
        layout: TRACE_COLUMNS,
        rows: [
          { startUs: 90_000, durationUs: 10_000, worker: 0, kind: 0, sphere: 3 },
          { startUs: 30_000, durationUs: 10_000, worker: 255, kind: 5, sphere: 65_535 },
        ],
      }),
    );
    expect(newestTrace(40)).toEqual([
      { worker: 255, kind: 'control', fromMs: 30, toMs: 20, sphere: undefined, step: 0 },
    ]);
    expect(newestTrace(Infinity)).toHaveLength(2);
  });
});
