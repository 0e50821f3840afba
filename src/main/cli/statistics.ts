/** Student's t, two-sided 95 %, for 1 to 30 degrees of freedom. */
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];

/** Numbers that `confidence95` takes: as many as its table has degrees of freedom for. */
export const MOST_NUMBERS = T95.length + 1;

export interface Confidence {
  readonly mean: number;
  /** The 95 % confidence interval of the mean is mean ± half. */
  readonly half: number;
}

/** Mean and 95 % confidence interval by Student's t, of 2 to MOST_NUMBERS numbers. Throws RangeError for fewer or more. */
export function confidence95(numbers: readonly number[]): Confidence {
  const t = T95[numbers.length - 2];
  if (t === undefined) throw new RangeError(`${numbers.length} numbers have no interval here`);
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  return { mean, half: t * Math.sqrt(squares / (numbers.length - 1) / numbers.length) };
}

/** Mean and interval of a[i] - b[i]: what pairs have in common does not widen it. */
export function paired95(a: readonly number[], b: readonly number[]): Confidence {
  return confidence95(a.map((number, i) => number - (b[i] ?? NaN)));
}
