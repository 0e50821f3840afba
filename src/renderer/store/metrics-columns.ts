import type { MetricsBatch } from '../../shared/contract/topics.ts';

/** Metrics as growing columns, one row a step, steps ascending. Arrays are longer than `rows`: read up to it. */
export interface MetricsColumns {
  rows: number;
  step: Float64Array;
  lossNats: Float32Array;
  /** NaN where none was measured. */
  validationLossNats: Float32Array;
  learningRate: Float32Array;
  gradientNorm: Float32Array;
  stepMs: Float32Array;
}

const FIRST_CAPACITY = 1_024;

export function createMetricsColumns(capacity = FIRST_CAPACITY): MetricsColumns {
  return {
    rows: 0,
    step: new Float64Array(capacity),
    lossNats: new Float32Array(capacity),
    validationLossNats: new Float32Array(capacity),
    learningRate: new Float32Array(capacity),
    gradientNorm: new Float32Array(capacity),
    stepMs: new Float32Array(capacity),
  };
}

/**
 * Appends a batch in place. A restored run repeats steps: rows from the batch's first step on are replaced,
 * since what followed them belongs to a past that was given up.
 */
export function appendMetrics(
  columns: MetricsColumns,
  batch: Omit<MetricsBatch, 'validation'>,
): void {
  for (let i = 0; i < batch.step.length; i += 1) {
    const step = batch.step[i] ?? 0;
    if (columns.rows > 0 && step <= (columns.step[columns.rows - 1] ?? 0)) {
      columns.rows = rowAtOrAfter(columns, step);
    }
    reserve(columns, columns.rows + 1);
    const row = columns.rows;
    columns.step[row] = step;
    columns.lossNats[row] = batch.lossNats[i] ?? NaN;
    columns.validationLossNats[row] = batch.validationLossNats[i] ?? NaN;
    columns.learningRate[row] = batch.learningRate[i] ?? NaN;
    columns.gradientNorm[row] = batch.gradientNorm[i] ?? NaN;
    columns.stepMs[row] = batch.stepMs[i] ?? NaN;
    columns.rows = row + 1;
  }
}

/** First row whose step is at least `step`; `rows` when there is none. Binary search. */
export function rowAtOrAfter(columns: MetricsColumns, step: number): number {
  let low = 0;
  let high = columns.rows;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((columns.step[middle] ?? 0) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

function reserve(columns: MetricsColumns, rows: number): void {
  if (rows <= columns.step.length) return;
  const capacity = columns.step.length * 2;
  columns.step = widened(columns.step, capacity);
  columns.lossNats = widened(columns.lossNats, capacity);
  columns.validationLossNats = widened(columns.validationLossNats, capacity);
  columns.learningRate = widened(columns.learningRate, capacity);
  columns.gradientNorm = widened(columns.gradientNorm, capacity);
  columns.stepMs = widened(columns.stepMs, capacity);
}

function widened<T extends Float32Array | Float64Array>(column: T, capacity: number): T {
  const wider = (column instanceof Float64Array
    ? new Float64Array(capacity)
    : new Float32Array(capacity)) as unknown as T;
  wider.set(column);
  return wider;
}
