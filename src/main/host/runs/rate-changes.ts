import { readRunRecord, writeRunRecord } from './run-record.ts';
import type { RateChange } from '../../../shared/contract/optimizer.ts';

/** Writes a change of the learning rate by hand into run.json; those of later steps no longer hold. */
export async function noteRateChange(runDirectory: string, change: RateChange): Promise<void> {
  const record = await readRunRecord(runDirectory);
  const before = record.rateChanges.filter(({ fromStep }) => fromStep < change.fromStep);
  const rateChanges = [...before, { ...change, atMs: Date.now() }];
  await writeRunRecord(runDirectory, { ...record, rateChanges });
}

/** What the engine is told of the changes in run.json. */
export function rateChangesOf(noted: readonly RateChange[]): readonly RateChange[] {
  return noted.map(({ fromStep, scale }) => ({ fromStep, scale }));
}
