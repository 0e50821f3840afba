import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { CORPUS_COPY, TOKENIZER_FILE, checkpointsIn, type RunStore } from './run-store.ts';
import { MetricsLog, metricsRows } from './metrics-log.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { copyFileDurably } from './durable-copy.ts';
import { listCheckpoints, readCheckpointInfo } from './checkpoint-files.ts';
import { readRunRecord, writeRunRecord } from './run-record.ts';

export interface BranchRequest {
  readonly runId: string;
  /** The newest unless named. */
  readonly checkpoint: string | undefined;
  readonly name: string | undefined;
}

/**
 * Makes a run of its own out of a checkpoint: its record with its lineage, the checkpoint, the metrics up to its step and
 * the corpus when the run keeps a copy. Leaves nothing behind when it fails.
 */
export async function branchRun(
  store: RunStore,
  { runId, checkpoint, name }: BranchRequest,
): Promise<{ runId: string; step: number }> {
  const from = await store.find(runId);
  const record = await readRunRecord(from);
  const stored = await listCheckpoints(checkpointsIn(from));
  const chosen = checkpoint ?? stored[0];
  if (chosen === undefined || !stored.includes(chosen)) {
    throw new CallError(
      'not-found',
      `Run ${runId} has no checkpoint ${chosen ?? 'to branch from'}.`,
    );
  }
  const { step } = await readCheckpointInfo(path.join(checkpointsIn(from), chosen));
  const title = name ?? `${record.config.name} from ${step}`.slice(0, LIMITS.nameLength);
  const { runId: made, directory } = await store.create(title);
  try {
    await copyFileDurably(
      path.join(checkpointsIn(from), chosen),
      path.join(checkpointsIn(directory), chosen),
    );
    if (record.corpus.origin.kind === 'text') {
      await copyFile(path.join(from, CORPUS_COPY), path.join(directory, CORPUS_COPY));
    }
    if (record.corpus.tokenizer === 'bpe') {
      await copyFile(path.join(from, TOKENIZER_FILE), path.join(directory, TOKENIZER_FILE));
    }
    await copyMetrics(from, directory, step);
    const atMs = Date.now();
    await writeRunRecord(directory, {
      ...record,
      createdAtMs: atMs,
      config: { ...record.config, name: title },
      lineage: [{ atMs, step, checkpoint: chosen, branchedFrom: runId }],
      rateChanges: record.rateChanges.filter(({ fromStep }) => fromStep <= step),
    });
    return { runId: made, step };
  } catch (error) {
    await store.discard(directory);
    throw error;
  }
}

async function copyMetrics(from: string, to: string, toStep: number): Promise<void> {
  let failure: unknown;
  const log = await MetricsLog.open(to, (error) => (failure = error));
  try {
    for await (const row of metricsRows(from)) if (row.step <= toStep) log.append([row]);
    await log.sync();
  } finally {
    await log.close();
  }
  if (failure !== undefined) throw failure;
}
