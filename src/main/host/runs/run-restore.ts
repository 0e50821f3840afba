import path from 'node:path';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { checkpointsIn, type RunStore } from './run-store.ts';
import { MetricsLog } from './metrics-log.ts';
import { addCheckpoint, createActiveRun, storedCheckpoints, type ActiveRun } from './active-run.ts';
import { listCheckpoints, readCheckpointInfo } from './checkpoint-files.ts';
import { lockRun } from './run-lock.ts';
import { nativeConfig } from './native-config.ts';
import { rateChangesOf } from './rate-changes.ts';
import { readRunRecord, writeRunRecord, type RunRecord } from './run-record.ts';
import { reasonOf, type Log } from '../log.ts';
import { toFailure } from '../../../shared/rpc/rpc-server.ts';
import type { CheckpointInfo, RunConfig } from '../../../shared/contract/run.ts';
import type { CorpusInfo } from '../../../shared/contract/corpus.ts';
import type { CorpusLibrary } from '../corpora/corpus-library.ts';
import type { NativeEngine } from '../engine/engine-types.ts';

export interface RestoreContext {
  readonly engine: NativeEngine;
  readonly store: RunStore;
  readonly corpora: CorpusLibrary;
  readonly log: Log;
}

/** A stored run that can be loaded: its record is read, its corpus open and unchanged. */
export interface RestorableRun {
  readonly runId: string;
  readonly directory: string;
  readonly record: RunRecord;
  readonly config: RunConfig;
  readonly corpus: CorpusInfo;
  /** Names of the checkpoints to try, best first. */
  readonly candidates: readonly string[];
}

/** Everything of a restore that can fail without touching the engine's present run. */
export async function prepareRestore(
  { store, corpora }: RestoreContext,
  runId: string,
  checkpoint: string | undefined,
): Promise<RestorableRun> {
  const directory = await store.find(runId);
  const record = await readRunRecord(directory);
  const stored = await listCheckpoints(checkpointsIn(directory));
  if (stored.length === 0) {
    throw new CallError('not-found', `Run ${runId} has no checkpoint to restore.`);
  }
  if (checkpoint !== undefined && !stored.includes(checkpoint)) {
    throw new CallError('not-found', `Run ${runId} has no checkpoint ${checkpoint}.`);
  }
  const { info } = await corpora.reopen(record.corpus, directory);
  const config = { ...record.config, corpusId: info.corpusId };
  const candidates = checkpoint === undefined ? stored : [checkpoint];
  return { runId, directory, record, config, corpus: info, candidates };
}

/** Loads the first sound candidate into the engine, which holds no run. Damaged ones are told of in the log. */
export async function restoreRun(context: RestoreContext, run: RestorableRun): Promise<ActiveRun> {
  const unlock = await lockRun(run.directory);
  try {
    return await loadRun(context, run, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function loadRun(
  context: RestoreContext,
  run: RestorableRun,
  unlock: () => Promise<void>,
): Promise<ActiveRun> {
  const { runId, directory, config, corpus } = run;
  const checkpoints = await storedCheckpoints(directory);
  const metrics = await MetricsLog.open(directory, (error) =>
    context.log.error(`Metrics of ${runId} could not be written: ${reasonOf(error)}`),
  );
  const loaded = await loadCandidate(context, run).catch(async (error: unknown) => {
    await metrics.close().catch(() => undefined); // what failed first is told
    throw error;
  });
  const { checkpoint, parameters, spheres, warning } = loaded;
  const active = createActiveRun({
    onBoardError: (error) =>
      context.log.error(`TensorBoard's file of ${runId} could not be written: ${reasonOf(error)}`),
    ...{ runId, directory, config, corpus, parameters, spheres, metrics, unlock },
    savedStep: checkpoint.step,
  });
  active.checkpoints = checkpoints;
  addCheckpoint(active, checkpoints.find(({ name }) => name === checkpoint.name) ?? checkpoint);
  if (warning !== undefined) {
    active.warning = warning;
    context.log.warning(warning);
  }
  await noteLineage(context, run, checkpoint);
  return active;
}

async function loadCandidate({ engine, log }: RestoreContext, run: RestorableRun) {
  for (const [index, name] of run.candidates.entries()) {
    const file = path.join(checkpointsIn(run.directory), name);
    try {
      const checkpoint: CheckpointInfo = await readCheckpointInfo(file);
      const restored = await engine.restoreRun(
        nativeConfig(run.config, rateChangesOf(run.record.rateChanges)),
        file,
      );
      return { ...restored, checkpoint: { ...checkpoint, step: restored.step } };
    } catch (error) {
      const { code, message } = toFailure(error);
      const skippable = code === 'corrupt' || code === 'io-failed';
      if (!skippable || index === run.candidates.length - 1) throw error;
      log.warning(`${message} It is skipped; the checkpoint before it is tried.`);
    }
  }
  throw new CallError('not-found', `Run ${run.runId} has no checkpoint to restore.`);
}

async function noteLineage(
  { log }: RestoreContext,
  { directory, record }: RestorableRun,
  { step, name }: CheckpointInfo,
): Promise<void> {
  const entry = { atMs: Date.now(), step, checkpoint: name };
  try {
    await writeRunRecord(directory, { ...record, lineage: [...record.lineage, entry] });
  } catch (error) {
    log.warning(`The restore could not be noted in run.json: ${reasonOf(error)}`);
  }
}
