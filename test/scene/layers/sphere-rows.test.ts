import { describe, expect, it } from 'vitest';
import {
  openSphereRows,
  treeOf,
  workersOf,
} from '../../../src/renderer/scene/layers/spheres/sphere-rows.ts';
import { readSphereFrame } from '../../../src/shared/frames/sphere-frame.ts';
import { sphereFrame } from '../frames.ts';

describe('openSphereRows', () => {
  it('reads what the shared reader reads', () => {
    const frame = sphereFrame(2, {
      0: { state: 'waiting' },
      20: { state: 'processing', worker: 3, utilization: 0.25, stolenTo: 7 },
    });
    const rows = openSphereRows(frame);
    const { columns } = readSphereFrame(frame);
    for (let id = 0; id < rows.count; id += 1) {
      expect(rows.worker(id)).toBe(columns.worker(id));
      expect(rows.group(id)).toBe(columns.group(id));
      expect(rows.utilization(id)).toBe(columns.utilization(id));
      expect(rows.steals(id)).toBe(columns.stolenTo(id) + columns.stolenFrom(id));
      expect(rows.parent(id)).toBe(id === 0 ? -1 : columns.parent(id));
    }
    expect([rows.state(0), rows.state(20), rows.state(21)]).toEqual([
      'waiting',
      'processing',
      'idle',
    ]);
  });

  it('refuses what is no sphere frame', () => {
    expect(() => openSphereRows(new ArrayBuffer(10))).toThrow('24 bytes');
  });
});

describe('the tree of a frame', () => {
  const tree = treeOf(openSphereRows(sphereFrame(1)));

  it('is the same until a parent, a group or the count changes', () => {
    const workers = (...frame: Parameters<typeof sphereFrame>): number =>
      workersOf(openSphereRows(sphereFrame(...frame)), tree);
    expect(workers(1, { 2: { state: 'updating' } })).toBe(1);
    expect(workers(1, { 2: { group: 9 } })).toBe(0);
    expect(workers(1, { 2: { parent: 1 } })).toBe(0);
    expect(workers(2)).toBe(0);
  });

  it('knows its workers', () => {
    expect(workersOf(openSphereRows(sphereFrame(1, { 3: { worker: 4 } })), tree)).toBe(5);
  });
});
