import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface MetricsRow {
  readonly step: number;
  readonly lossNats: number;
}

/** The only run of a directory of runs. */
export function onlyRun(runs: string): string {
  const names = readdirSync(runs).filter((name) => !name.startsWith('.'));
  if (names.length !== 1) throw new Error(`${runs} holds ${names.length} runs, not one`);
  return join(runs, names[0] ?? '');
}

/** Rows of a run's metrics.jsonl, in the order written. */
export function readMetricsLog(run: string): MetricsRow[] {
  return readFileSync(join(run, 'metrics.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as MetricsRow);
}

/** Names of a run's checkpoints. */
export function checkpoints(run: string): string[] {
  return readdirSync(join(run, 'checkpoints')).filter((name) => name.startsWith('step-'));
}

/** Name of the checkpoint of a step. */
export function checkpointName(step: number): string {
  return `step-${String(step).padStart(6, '0')}.safetensors`;
}
