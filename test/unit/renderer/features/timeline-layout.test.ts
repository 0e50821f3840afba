import { describe, expect, it } from 'vitest';
import { NODE_ZERO } from '../../../../src/renderer/store/trace-view.ts';
import type { TraceSpan } from '../../../../src/renderer/store/trace-view.ts';
import {
  boxAt,
  busyShare,
  laneLayout,
  newestWorkMs,
  spanBoxes,
  windowMs,
} from '../../../../src/renderer/features/workers/timeline-layout.ts';

const span = (worker: number, fromMs: number, toMs: number): TraceSpan => ({
  worker,
  kind: 'compute',
  fromMs,
  toMs,
  sphere: 1,
  step: 1,
});

describe('workers timeline', () => {
  it.each([2, 8, 64, 256])('has room for %i workers and Node Zero', (workers) => {
    const lanes = laneLayout(workers, 150);
    expect(lanes).toHaveLength(workers + 1);
    expect(lanes.at(-1)?.worker).toBe(NODE_ZERO);
    for (const [index, lane] of lanes.entries()) {
      const next = lanes[index + 1];
      expect(lane.y).toBeGreaterThanOrEqual(lane.nameY);
      if (workers <= 64) expect(lane.y + lane.height).toBeLessThanOrEqual(next?.nameY ?? 150);
    }
  });

  it('places spans from their age, cut at the left edge', () => {
    const lanes = laneLayout(1, 100);
    const boxes = spanBoxes(
      [span(0, 60, 30), span(0, 20, 10), span(0, 80, 50), span(7, 10, 0)],
      lanes,
      400,
      { windowMs: 40, nowMs: 0 },
    );
    expect(boxes.map(({ x, width }) => [x, width])).toEqual([
      [0, 100],
      [200, 100],
    ]);
  });

  it('finds the span under a pointer, also one thinner than it', () => {
    const lanes = laneLayout(1, 100);
    const view = { windowMs: 40, nowMs: 0 };
    const boxes = spanBoxes(
      [span(0, 40, 20), { ...span(0, 10.1, 10), sphere: 7 }],
      lanes,
      400,
      view,
    );
    const y = (lanes[0]?.y ?? 0) + 2;
    expect(boxAt(boxes, 100, y)?.sphere).toBe(1);
    expect(boxAt(boxes, 298, y)?.sphere).toBe(7);
    expect(boxAt(boxes, 250, y)).toBeUndefined();
    expect(boxAt(boxes, 100, y + 60)).toBeUndefined();
  });

  it('shows the last moments of a machine that stands still', () => {
    const spans = [span(0, 5_040, 5_020), span(1, 5_020, 5_000)];
    const view = { windowMs: 40, nowMs: newestWorkMs(spans) };
    expect(view.nowMs).toBe(5_000);
    expect(busyShare(spans, 2, view)).toBeCloseTo(0.5);
    expect(spanBoxes(spans, laneLayout(2, 100), 400, view)).toHaveLength(2);
  });

  it('does not count Node Zero as work', () => {
    expect(busyShare([span(NODE_ZERO, 40, 0)], 1, { windowMs: 40, nowMs: 0 })).toBe(0);
  });

  it('widens for slow steps', () => {
    expect([undefined, 12, 30, 632, 1e6].map(windowMs)).toEqual([40, 40, 100, 2_000, 10_000]);
  });
});
