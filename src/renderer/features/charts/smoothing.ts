import type { MetricsColumns } from '../../store/metrics-columns.ts';

/** Steps over which the smoothed curve forgets. */
export const SMOOTHING_STEPS = 20;
const KEEP = 1 - 1 / SMOOTHING_STEPS;

/** The training loss smoothed by a bias-corrected exponential mean; continues where it stopped as rows come. */
export interface SmoothedLoss {
  /** One value a row; longer than `rows`. */
  values: Float32Array;
  rows: number;
  /** Step of row rows - 1, to notice that the past was replaced. */
  lastStep: number;
  mean: number;
  weight: number;
}

export function createSmoothedLoss(): SmoothedLoss {
  return { values: new Float32Array(1_024), rows: 0, lastStep: -1, mean: 0, weight: 0 };
}

/** Brings the smoothed column up to date, in place: from scratch only when earlier rows were replaced. */
export function updateSmoothedLoss(smoothed: SmoothedLoss, columns: MetricsColumns): void {
  const continues =
    smoothed.rows <= columns.rows &&
    (smoothed.rows === 0 || columns.step[smoothed.rows - 1] === smoothed.lastStep);
  if (!continues) Object.assign(smoothed, { rows: 0, lastStep: -1, mean: 0, weight: 0 });
  if (smoothed.values.length < columns.rows) {
    const wider = new Float32Array(columns.step.length);
    wider.set(smoothed.values);
    smoothed.values = wider;
  }
  for (let row = smoothed.rows; row < columns.rows; row += 1) {
    smoothed.mean = KEEP * smoothed.mean + (1 - KEEP) * (columns.lossNats[row] ?? 0);
    smoothed.weight = KEEP * smoothed.weight + (1 - KEEP);
    smoothed.values[row] = smoothed.mean / smoothed.weight;
  }
  smoothed.rows = columns.rows;
  smoothed.lastStep = columns.step[columns.rows - 1] ?? -1;
}
