import { CallError } from '../../../shared/rpc/call-error.ts';
import { readRunRecord, writeRunRecord } from './run-record.ts';

/**
 * Writes more steps into run.json. The schedule keeps the length it was laid out for, so that the past stays what it was.
 * Throws CallError `invalid-argument` when there would not be more.
 */
export async function noteExtension(runDirectory: string, steps: number): Promise<void> {
  const record = await readRunRecord(runDirectory);
  const { config } = record;
  if (steps <= config.steps) {
    throw new CallError(
      'invalid-argument',
      `steps is ${steps}; it must be more than the ${config.steps} that the run has.`,
    );
  }
  const { optimizer } = config;
  const horizon = optimizer.schedule.horizon || config.steps;
  await writeRunRecord(runDirectory, {
    ...record,
    config: {
      ...config,
      steps,
      optimizer: { ...optimizer, schedule: { ...optimizer.schedule, horizon } },
    },
    lineage: [...record.lineage, { atMs: Date.now(), step: config.steps, steps }],
  });
}
