import { rowAtOrAfter } from '../../store/metrics-columns.ts';
import type { MetricsColumns } from '../../store/metrics-columns.ts';

/** Steps shown, both ends included. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Rows to draw of those in `range`, ascending. When there are more than two for each of `buckets`, each bucket keeps
 * the rows of its least and greatest `column` value, so that no spike is lost, and every row that `always` names.
 */
export function rowsToDraw(
  columns: MetricsColumns,
  range: StepRange,
  buckets: number,
  column: Float32Array,
  always: (row: number) => boolean = () => false,
): readonly number[] {
  // One row beyond each end, so that the curve enters and leaves the picture.
  const first = Math.max(0, rowAtOrAfter(columns, range.from) - 1);
  const last = Math.min(columns.rows - 1, rowAtOrAfter(columns, range.to));
  const count = last - first + 1;
  if (count <= 0) return [];
  if (count <= 2 * buckets) return Array.from({ length: count }, (_, i) => first + i);
  const rows: number[] = [];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = first + Math.floor((bucket * count) / buckets);
    const to = first + Math.floor(((bucket + 1) * count) / buckets);
    let [least, greatest] = [from, from];
    for (let row = from; row < to; row += 1) {
      if ((column[row] ?? 0) < (column[least] ?? 0)) least = row;
      if ((column[row] ?? 0) > (column[greatest] ?? 0)) greatest = row;
    }
    for (let row = from; row < to; row += 1) {
      if (row === least || row === greatest || always(row)) rows.push(row);
    }
  }
  return rows;
}

/** Values of `column` at `rows`; null (a gap) where there is no number. */
export function valuesAt(
  column: Float32Array | Float64Array,
  rows: readonly number[],
): (number | null)[] {
  return rows.map((row) => {
    const value = column[row];
    return value === undefined || Number.isNaN(value) ? null : value;
  });
}

/** Range of a vertical axis that shows all of `series` and `also`, with a little air; undefined without figures. */
export function paddedRange(
  series: readonly (readonly (number | null)[])[],
  also: readonly number[] = [],
): readonly [number, number] | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const values of [...series, also]) {
    for (const value of values) {
      if (value === null || !Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return undefined;
  // A flat curve lies in the middle.
  const air = high > low ? (high - low) * 0.08 : Math.abs(high) * 0.5 || 1;
  return [low - air, high + air];
}

/** Row of the step nearest to `step`; undefined when there are no rows. */
export function nearestRow(columns: MetricsColumns, step: number): number | undefined {
  if (columns.rows === 0) return undefined;
  const after = Math.min(rowAtOrAfter(columns, step), columns.rows - 1);
  const before = Math.max(0, after - 1);
  const distance = (row: number): number => Math.abs((columns.step[row] ?? 0) - step);
  return distance(before) <= distance(after) ? before : after;
}
