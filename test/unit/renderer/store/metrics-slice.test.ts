import { beforeEach, describe, expect, it } from 'vitest';
import type { MetricsBatch } from '../../../../src/shared/contract/topics.ts';
import {
  beginMetrics,
  replaceMetrics,
  takeMetrics,
  useMetrics,
} from '../../../../src/renderer/store/metrics-slice.ts';
import { resetWindow } from '../../../helpers/window-fixture.ts';

/** Rows whose loss tells where they came from. */
function batch(steps: readonly number[], loss: number, runId = 'a'): MetricsBatch {
  return {
    runId,
    step: steps,
    lossNats: steps.map(() => loss),
    validationLossNats: steps.map((step) => (step % 50 === 0 ? loss + 0.5 : null)),
    learningRate: steps.map(() => 1e-3),
    gradientNorm: steps.map(() => 1),
    stepMs: steps.map(() => 12),
    validation: steps.map(() => null),
  };
}
const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
const shown = (): readonly (readonly [number | undefined, number | undefined])[] => {
  const { columns } = useMetrics.getState();
  return from(0, columns.rows - 1).map((row) => [columns.step[row], columns.lossNats[row]]);
};

beforeEach(() => resetWindow());

describe('metrics', () => {
  it('grows by batches past its first capacity and tells the newest row', () => {
    takeMetrics(batch(from(1, 1_000), 3));
    takeMetrics(batch(from(1_001, 3_000), 2));
    const { columns, newest, validation, version } = useMetrics.getState();
    expect(columns.rows).toBe(3_000);
    expect(columns.step[2_999]).toBe(3_000);
    expect(columns.lossNats[0]).toBe(3);
    expect(newest).toMatchObject({ step: 3_000, lossNats: 2, stepMs: 12 });
    expect(validation).toEqual({ step: 3_000, lossNats: 2.5 });
    expect(version).toBeGreaterThanOrEqual(2);
  });

  it('lets a restored run replace the steps it repeats and everything after them', () => {
    takeMetrics(batch(from(1, 6), 3));
    takeMetrics(batch(from(4, 5), 1));
    expect(shown()).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
      [4, 1],
      [5, 1],
    ]);
  });

  it('begins another table for another run and keeps one that is told again', () => {
    takeMetrics(batch([1, 2], 3));
    beginMetrics('a');
    expect(useMetrics.getState().columns.rows).toBe(2);
    takeMetrics(batch([1], 4, 'b'));
    expect(shown()).toEqual([[1, 4]]);
    expect(useMetrics.getState().runId).toBe('b');
  });

  it('puts history before the rows that came live meanwhile', () => {
    takeMetrics(batch([4, 5], 1));
    replaceMetrics(batch([1, 2, 3, 4], 3));
    expect(shown()).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
      [4, 3],
      [5, 1],
    ]);
  });

  it('remembers the lowest validation', () => {
    takeMetrics(batch([50], 2));
    takeMetrics(batch([100], 1));
    takeMetrics(batch([150], 1.5));
    expect(useMetrics.getState()).toMatchObject({
      validation: { step: 150, lossNats: 2 },
      bestValidation: { step: 100, lossNats: 1.5 },
    });
  });
});
