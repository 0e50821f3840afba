import path from 'node:path';
import { CORPUS_COPY, TOKENIZER_FILE } from './run-store.ts';
import { MetricsLog } from './metrics-log.ts';
import { corpusRecord, type OpenCorpus } from '../corpora/corpus-library.ts';
import { createActiveRun, type ActiveRun } from './active-run.ts';
import { lockRun } from './run-lock.ts';
import { nativeConfig } from './native-config.ts';
import { reasonOf } from '../log.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { writeRunRecord, type NewRunRecord } from './run-record.ts';
import type { RestoreContext } from './run-restore.ts';
import type { RunConfig } from '../../../shared/contract/run.ts';

/** A safetensors file that a run begins with; workId: for the engine to tell of its reading, 0 for nobody. */
export interface InitialWeights {
  readonly file: string;
  readonly workId: number;
}

/** Makes a run's directory and its weights, fresh or those of a file, in the engine, which holds no run. Leaves nothing behind when it fails. */
export async function startRun(
  { engine, store, log }: RestoreContext,
  corpus: OpenCorpus,
  config: RunConfig,
  product: string,
  initialWeights?: InitialWeights,
): Promise<ActiveRun> {
  const { runId, directory } = await store.create(config.name);
  let metrics: MetricsLog | undefined;
  try {
    if (corpus.origin.kind === 'text') {
      await writeFileAtomic(path.join(directory, CORPUS_COPY), corpus.origin.bytes);
    }
    await writeFileAtomic(
      path.join(directory, TOKENIZER_FILE),
      engine.tokenizerJson(config.corpusId),
    );
    const { version, isa } = engine.info();
    const createdAtMs = Date.now();
    await writeRunRecord(directory, {
      createdAtMs,
      config: storedConfig(config),
      corpus: corpusRecord(corpus),
      engine: { version, isa },
      product,
      lineage: [{ atMs: createdAtMs, step: 0 }],
      rateChanges: [],
    });
    const unlock = await lockRun(directory);
    metrics = await MetricsLog.open(directory, (error) =>
      log.error(`Metrics of ${runId} could not be written: ${reasonOf(error)}`),
    );
    const { parameters, spheres } = await engine.createRun({
      ...nativeConfig(config, []),
      ...(initialWeights && {
        initialWeights: initialWeights.file,
        ...(initialWeights.workId > 0 && { workId: initialWeights.workId }),
      }),
    });
    return createActiveRun({
      onBoardError: (error) =>
        log.error(`TensorBoard's file of ${runId} could not be written: ${reasonOf(error)}`),
      ...{ runId, directory, config, corpus: corpus.info, parameters, spheres, metrics, unlock },
      savedStep: 0,
    });
  } catch (error) {
    await metrics?.close().catch(() => undefined);
    await store.discard(directory);
    throw error;
  }
}

/** A corpus id is of the session; run.json names the corpus by its content. Faults change no result and are not kept. */
function storedConfig(config: RunConfig): NewRunRecord['config'] {
  const { corpusId: _, faults: _faults, ...settings } = config;
  return settings;
}
