import type { MetricsColumns } from '../../store/metrics-columns.ts';

/** Steps to either side that a smoothed value is made of. */
export const SMOOTHING_REACH = 12;

/**
 * The training loss smoothed by a centred moving mean, so that it does not lag; where the newest rows have no later
 * neighbours, by the line fitted to the earlier ones. Continues where it stopped as rows come.
 */
export interface SmoothedLoss {
  /** One value a row; longer than `rows`. */
  values: Float32Array;
  /** Sums of loss, and of row x loss, over the rows before each row. */
  sums: Float64Array;
  moments: Float64Array;
  rows: number;
  /** Step of row rows - 1, to notice that the past was replaced. */
  lastStep: number;
}

export function createSmoothedLoss(): SmoothedLoss {
  return {
    values: new Float32Array(0),
    sums: new Float64Array(1),
    moments: new Float64Array(1),
    rows: 0,
    lastStep: -1,
  };
}

/** Brings the smoothed column up to date, in place: from scratch only when earlier rows were replaced. */
export function updateSmoothedLoss(smoothed: SmoothedLoss, columns: MetricsColumns): void {
  const { rows } = columns;
  const continues =
    smoothed.rows <= rows &&
    (smoothed.rows === 0 || columns.step[smoothed.rows - 1] === smoothed.lastStep);
  const known = continues ? smoothed.rows : 0;
  reserve(smoothed, columns.step.length);
  const { sums, moments, values } = smoothed;
  for (let row = known; row < rows; row += 1) {
    const loss = columns.lossNats[row] ?? 0;
    sums[row + 1] = (sums[row] ?? 0) + loss;
    moments[row + 1] = (moments[row] ?? 0) + row * loss;
  }
  // The last rows were smoothed without what has come now.
  for (let row = Math.max(0, known - SMOOTHING_REACH); row < rows; row += 1) {
    values[row] = smoothedAt(smoothed, row, rows);
  }
  smoothed.rows = rows;
  smoothed.lastStep = columns.step[rows - 1] ?? -1;
}

/** Value at `row` of the least-squares line over its neighbours; with as many on either side that is their mean. */
function smoothedAt({ sums, moments }: SmoothedLoss, row: number, rows: number): number {
  const before = Math.min(SMOOTHING_REACH, row);
  const after = Math.min(before, rows - 1 - row);
  const [from, to] = [row - before, row + after + 1];
  const count = to - from;
  const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
  if (before === after) return sum / count;
  const centre = (from + to - 1) / 2;
  const moment = (moments[to] ?? 0) - (moments[from] ?? 0);
  const slope = (12 * (moment - centre * sum)) / (count * (count * count - 1));
  return sum / count + slope * (row - centre);
}

function reserve(smoothed: SmoothedLoss, rows: number): void {
  if (smoothed.values.length >= rows) return;
  const values = new Float32Array(rows);
  const [sums, moments] = [new Float64Array(rows + 1), new Float64Array(rows + 1)];
  values.set(smoothed.values);
  sums.set(smoothed.sums);
  moments.set(smoothed.moments);
  Object.assign(smoothed, { values, sums, moments });
}
