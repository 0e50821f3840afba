import { describe, expect, it } from 'vitest';
import { METRIC_FIELDS } from '../../../../../src/main/host/engine/engine-types.ts';
import { MetricsBatcher } from '../../../../../src/main/host/pump/metrics-batcher.ts';

/** An engine with so many unread rows, step by step. */
function engineWith(count: number, row = [2, NaN, 3, 4, 5, NaN, NaN, NaN, NaN, NaN]) {
  const unread = Array.from({ length: count }, (_, i) => [i + 1, ...row]);
  return {
    readMetrics(into: Float64Array): number {
      const rows = unread.splice(0, into.length / METRIC_FIELDS.length);
      rows.forEach((row, i) => into.set(row, i * METRIC_FIELDS.length));
      return rows.length;
    },
  };
}

describe('MetricsBatcher', () => {
  it('takes every row once, also more than fit the buffer', () => {
    for (const count of [0, 1, 8_191, 8_192, 8_193, 20_000]) {
      const batcher = new MetricsBatcher(engineWith(count));
      expect(batcher.drain().map(({ step }) => step)).toEqual(
        Array.from({ length: count }, (_, i) => i + 1),
      );
      expect(batcher.drain()).toEqual([]);
    }
  });

  it('names the numbers in the order of METRIC_FIELDS, NaN being no validation', () => {
    expect(new MetricsBatcher(engineWith(1)).drain()).toEqual([
      {
        step: 1,
        lossNats: 2,
        validationLossNats: null,
        learningRate: 3,
        gradientNorm: 4,
        stepMs: 5,
      },
    ]);
  });

  it('gives what a validation has found under its names', () => {
    const engine = engineWith(1, [2, 2.5, 3, 4, 5, 12, 3.6, 0.3, 0.7, 0.05]);
    const [first] = new MetricsBatcher(engine).drain();
    expect(first).toMatchObject({
      validationLossNats: 2.5,
      validation: {
        perplexity: 12,
        bitsPerByte: 3.6,
        top1: 0.3,
        top5: 0.7,
        calibrationError: 0.05,
      },
    });
  });
});
