import { describe, expect, it } from 'vitest';
import {
  nearestRow,
  paddedRange,
  rowsToDraw,
  valuesAt,
} from '../../../../src/renderer/features/charts/chart-data.ts';
import {
  createSmoothedLoss,
  updateSmoothedLoss,
} from '../../../../src/renderer/features/charts/smoothing.ts';
import {
  appendMetrics,
  createMetricsColumns,
} from '../../../../src/renderer/store/metrics-columns.ts';
import type { MetricsColumns } from '../../../../src/renderer/store/metrics-columns.ts';

function columnsOf(losses: readonly number[], firstStep = 1): MetricsColumns {
  const columns = createMetricsColumns();
  append(columns, losses, firstStep);
  return columns;
}

function append(columns: MetricsColumns, losses: readonly number[], firstStep: number): void {
  appendMetrics(columns, {
    runId: 'a',
    step: losses.map((_, i) => firstStep + i),
    lossNats: losses,
    validationLossNats: losses.map(() => null),
    learningRate: losses,
    gradientNorm: losses,
    stepMs: losses,
  });
}

describe('chart data', () => {
  it('draws every row while they are few, and one beyond each end of a zoom', () => {
    const columns = columnsOf(Array.from({ length: 100 }, (_, i) => i));
    expect(rowsToDraw(columns, { from: 0, to: 100 }, 60, columns.lossNats)).toHaveLength(100);
    const zoomed = rowsToDraw(columns, { from: 11, to: 20 }, 60, columns.lossNats);
    expect(zoomed.map((row) => columns.step[row])).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    ]);
  });

  it('loses no spike of many rows, in order and at most two a bucket', () => {
    const losses = Array.from({ length: 10_000 }, () => 2);
    losses[1_234] = 9;
    losses[7_777] = 0.5;
    const columns = columnsOf(losses);
    const rows = rowsToDraw(
      columns,
      { from: 0, to: 10_000 },
      100,
      columns.lossNats,
      (r) => r === 5,
    );
    expect(rows.length).toBeLessThanOrEqual(201);
    expect(rows).toContain(1_234);
    expect(rows).toContain(7_777);
    expect(rows).toContain(5);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
  });

  it('has nothing to draw without rows', () => {
    const columns = createMetricsColumns();
    expect(rowsToDraw(columns, { from: 0, to: 10 }, 10, columns.lossNats)).toEqual([]);
    expect(nearestRow(columns, 4)).toBeUndefined();
    expect(paddedRange([[null]])).toBeUndefined();
  });

  it('finds the nearest step, leaves gaps for what was not measured, pads its axis', () => {
    const columns = columnsOf([3, 2, 1], 10);
    expect([0, 10, 11, 99].map((step) => nearestRow(columns, step))).toEqual([0, 0, 1, 2]);
    expect(valuesAt(columns.validationLossNats, [0, 1])).toEqual([null, null]);
    const [low, high] = paddedRange([[1, null, 2]], [3]) ?? [];
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(3);
  });
});

describe('smoothing', () => {
  it('is exact on a constant from the first row on', () => {
    const smoothed = createSmoothedLoss();
    updateSmoothedLoss(smoothed, columnsOf(Array.from({ length: 50 }, () => 2)));
    for (const value of smoothed.values.subarray(0, 50)) expect(value).toBeCloseTo(2, 6);
  });

  it('follows a falling line to its last row without lag', () => {
    const losses = Array.from({ length: 60 }, (_, i) => 5 - i / 32);
    const smoothed = createSmoothedLoss();
    updateSmoothedLoss(smoothed, columnsOf(losses));
    losses.forEach((loss, row) => expect(smoothed.values[row]).toBeCloseTo(loss, 5));
  });

  it('gives the same in pieces as at once, also after a past was replaced', () => {
    const losses = Array.from({ length: 3_000 }, (_, i) => 3 + Math.sin(i));
    const columns = columnsOf(losses.slice(0, 700));
    const pieces = createSmoothedLoss();
    updateSmoothedLoss(pieces, columns);
    append(columns, losses.slice(500), 501);
    updateSmoothedLoss(pieces, columns);
    const whole = createSmoothedLoss();
    updateSmoothedLoss(whole, columnsOf(losses));
    expect(pieces.rows).toBe(3_000);
    expect([...pieces.values.subarray(0, 3_000)]).toEqual([...whole.values.subarray(0, 3_000)]);
  });
});
