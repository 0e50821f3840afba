import type { TableInitialisation } from '../../shared/contract/run.ts';
import { nats, table } from './format.ts';
import { confidence95, paired95, type Confidence } from './statistics.ts';

/** The validation losses of one initialisation, in nats a token, in the order of the seeds. */
export interface Arm {
  readonly tables: TableInitialisation;
  readonly losses: readonly number[];
}

export interface ArmResult extends Arm, Confidence {
  /** Its losses minus the standard's, seed by seed; absent for the standard itself. */
  readonly difference?: Confidence;
}

/** Each arm with its mean, beside the first, which is the standard. */
export function resultsOf([standard, ...others]: readonly [Arm, ...Arm[]]): readonly ArmResult[] {
  return [
    { ...standard, ...confidence95(standard.losses) },
    ...others.map((arm) => ({
      ...arm,
      ...confidence95(arm.losses),
      difference: paired95(arm.losses, standard.losses),
    })),
  ];
}

/** A row a seed and one of the means, a column an arm. */
export function ablationTable(seeds: readonly number[], results: readonly ArmResult[]): string {
  const rows = seeds.map((seed, i) => [
    `seed ${seed}`,
    ...results.map(({ losses }) => nats(losses[i])),
  ]);
  const interval = ({ mean, half }: Confidence) => `${nats(mean)} ± ${nats(half)}`;
  const differences = results.map(({ difference }) => (difference ? interval(difference) : '–'));
  return table(
    ['validation loss', ...results.map(({ tables }) => tables)],
    [...rows, ['mean', ...results.map(interval)], ['minus standard', ...differences]],
    new Set(results.map((_, i) => i + 1)),
  );
}

/** What the figures show, and nothing more. */
export function verdictOf({ tables, difference }: ArmResult, seeds: number): string {
  if (!difference) return '';
  const { mean, half } = difference;
  const told = `${nats(Math.abs(mean))} nats (95 % confidence: ${nats(mean - half)} to ${nats(mean + half)} of difference, ${seeds} seeds)`;
  if (Math.abs(mean) <= half || half === 0) {
    return `${tables}: no difference from standard is shown; it was ${mean <= 0 ? 'lower' : 'higher'} by ${told}.`;
  }
  return `${tables} is ${mean < 0 ? 'better' : 'worse'} than standard here, by ${told}.`;
}
