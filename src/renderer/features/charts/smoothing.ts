import type { MetricsColumns } from '../../store/metrics-columns.ts';

/** Steps to either side that a smoothed value is the mean of. */
export const SMOOTHING_REACH = 12;

/** The training loss smoothed by a centred moving mean: it does not lag. Continues where it stopped as rows come. */
export interface SmoothedLoss {
  /** One value a row; longer than `rows`. */
  values: Float32Array;
  /** Sum of the losses before each row. */
  sums: Float64Array;
  rows: number;
  /** Step of row rows - 1, to notice that the past was replaced. */
  lastStep: number;
}

export function createSmoothedLoss(): SmoothedLoss {
  return { values: new Float32Array(0), sums: new Float64Array(1), rows: 0, lastStep: -1 };
}

/** Brings the smoothed column up to date, in place: from scratch only when earlier rows were replaced. */
export function updateSmoothedLoss(smoothed: SmoothedLoss, columns: MetricsColumns): void {
  const { rows } = columns;
  const continues =
    smoothed.rows <= rows &&
    (smoothed.rows === 0 || columns.step[smoothed.rows - 1] === smoothed.lastStep);
  const known = continues ? smoothed.rows : 0;
  reserve(smoothed, columns.step.length);
  for (let row = known; row < rows; row += 1) {
    smoothed.sums[row + 1] = (smoothed.sums[row] ?? 0) + (columns.lossNats[row] ?? 0);
  }
  // The last rows were smoothed without what has come now.
  for (let row = Math.max(0, known - SMOOTHING_REACH); row < rows; row += 1) {
    smoothed.values[row] = centredMean(smoothed.sums, row, rows);
  }
  smoothed.rows = rows;
  smoothed.lastStep = columns.step[rows - 1] ?? -1;
}

/** Mean around `row`: shorter towards the steep beginning on both sides, at the end only on the side that is missing. */
function centredMean(sums: Float64Array, row: number, rows: number): number {
  const before = Math.min(SMOOTHING_REACH, row);
  const after = Math.min(before, rows - 1 - row);
  const [from, to] = [row - before, row + after + 1];
  return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from);
}

function reserve(smoothed: SmoothedLoss, rows: number): void {
  if (smoothed.values.length >= rows) return;
  const [values, sums] = [new Float32Array(rows), new Float64Array(rows + 1)];
  values.set(smoothed.values);
  sums.set(smoothed.sums);
  Object.assign(smoothed, { values, sums });
}
