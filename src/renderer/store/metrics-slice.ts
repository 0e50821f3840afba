import { create } from 'zustand';
import { appendMetrics, createMetricsColumns } from './metrics-columns.ts';
import type { MetricsColumns } from './metrics-columns.ts';
import type { ValidationFigures } from '../../shared/contract/run.ts';
import type { MetricsBatch } from '../../shared/contract/topics.ts';

/** The newest row's figures, for headlines. */
export interface NewestMetrics {
  readonly step: number;
  readonly lossNats: number;
  readonly learningRate: number;
  readonly gradientNorm: number;
  readonly stepMs: number;
}

export interface MetricsState {
  readonly runId: string | undefined;
  /** Mutated in place: compare `version`, not the object. */
  readonly columns: MetricsColumns;
  readonly version: number;
  readonly newest: NewestMetrics | undefined;
  /** The newest validation, and the lowest one. */
  readonly validation: ValidationPoint | undefined;
  readonly bestValidation: ValidationPoint | undefined;
  /** What the newest validation that told of it has found besides its loss. */
  readonly figures: ValidationFigures | undefined;
}

export interface ValidationPoint {
  readonly step: number;
  readonly lossNats: number;
}

const emptyMetrics = (runId: string | undefined, version: number): MetricsState => ({
  runId,
  columns: createMetricsColumns(),
  version,
  newest: undefined,
  validation: undefined,
  bestValidation: undefined,
  figures: undefined,
});

/** The present run's metrics, about ten times a second. */
export const useMetrics = create<MetricsState>(() => emptyMetrics(undefined, 0));

/** Begins an empty table for a run; the same run keeps its rows. */
export function beginMetrics(runId: string | undefined): void {
  const { runId: present, version } = useMetrics.getState();
  if (present !== runId) useMetrics.setState(emptyMetrics(runId, version + 1));
}

/** Empties the table of the present run: its history follows. */
export function clearMetrics(): void {
  const { runId, version } = useMetrics.getState();
  useMetrics.setState(emptyMetrics(runId, version + 1));
}

/** Appends rows; those of a run that is not shown begin a table of their own. */
export function takeMetrics(batch: MetricsBatch): void {
  if (batch.step.length === 0) return;
  beginMetrics(batch.runId);
  const { columns, version, figures } = useMetrics.getState();
  appendMetrics(columns, batch);
  useMetrics.setState({
    version: version + 1,
    figures: newestFigures(batch) ?? figures,
    newest: newestOf(columns),
    ...validationsOf(columns),
  });
}

/** Puts a run's whole history in place, then what came live after its end. */
export function replaceMetrics(history: MetricsBatch): void {
  const { runId, columns: live, version, figures } = useMetrics.getState();
  const columns = createMetricsColumns();
  appendMetrics(columns, history);
  if (runId === history.runId) appendLater(columns, live, history.runId);
  useMetrics.setState({
    ...emptyMetrics(history.runId, version + 1),
    columns,
    newest: newestOf(columns),
    figures: (runId === history.runId ? figures : undefined) ?? newestFigures(history),
    ...validationsOf(columns),
  });
}

function newestFigures({ validation }: MetricsBatch): ValidationFigures | undefined {
  return validation.findLast((found) => found !== null) ?? undefined;
}

function appendLater(columns: MetricsColumns, live: MetricsColumns, runId: string): void {
  const last = columns.rows > 0 ? (columns.step[columns.rows - 1] ?? 0) : -1;
  const from = live.step.subarray(0, live.rows).findIndex((step) => step > last);
  if (from < 0) return;
  const tail = (column: Float32Array | Float64Array): number[] =>
    Array.from(column.subarray(from, live.rows));
  appendMetrics(columns, {
    runId,
    step: tail(live.step),
    lossNats: tail(live.lossNats),
    validationLossNats: tail(live.validationLossNats),
    learningRate: tail(live.learningRate),
    gradientNorm: tail(live.gradientNorm),
    stepMs: tail(live.stepMs),
  });
}

function newestOf(columns: MetricsColumns): NewestMetrics | undefined {
  const row = columns.rows - 1;
  if (row < 0) return undefined;
  return {
    step: columns.step[row] ?? 0,
    lossNats: columns.lossNats[row] ?? NaN,
    learningRate: columns.learningRate[row] ?? NaN,
    gradientNorm: columns.gradientNorm[row] ?? NaN,
    stepMs: columns.stepMs[row] ?? NaN,
  };
}

function validationsOf(
  columns: MetricsColumns,
): Pick<MetricsState, 'validation' | 'bestValidation'> {
  let validation: ValidationPoint | undefined;
  let bestValidation: ValidationPoint | undefined;
  for (let row = 0; row < columns.rows; row += 1) {
    const lossNats = columns.validationLossNats[row] ?? NaN;
    if (Number.isNaN(lossNats)) continue;
    validation = { step: columns.step[row] ?? 0, lossNats };
    if (!bestValidation || lossNats < bestValidation.lossNats) bestValidation = validation;
  }
  return { validation, bestValidation };
}
