import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { TOKENIZER_FILE, checkpointsIn, type RunStore } from '../runs/run-store.ts';
import { exportMetrics } from './metrics-export.ts';
import { listCheckpoints, readCheckpointInfo } from '../runs/checkpoint-files.ts';
import { readRunRecord, type RunRecord } from '../runs/run-record.ts';
import { writeFileAtomic } from '../runs/atomic-file.ts';
import { writeHuggingFaceFiles } from './hugging-face.ts';
import { UNWATCHED, type Work } from '../work/work.ts';
import type { CorpusLibrary } from '../corpora/corpus-library.ts';
import type { ExportParams, ExportResult, WeightType } from '../../../shared/contract/exchange.ts';
import type { NativeEngine } from '../engine/engine-types.ts';

export interface ExportContext {
  readonly engine: NativeEngine;
  readonly store: RunStore;
  readonly corpora: CorpusLibrary;
}

/** Writes a stored run's weights or metrics into its export folder, in a form that other programs read. The run may be training meanwhile. What was exported before stays until this is whole. */
export async function exportRun(
  context: ExportContext,
  { runId, format, type = 'f32', checkpoint }: ExportParams,
  work: Work = UNWATCHED,
): Promise<ExportResult> {
  const directory = await context.store.find(runId);
  const folder = path.join(directory, 'export');
  await mkdir(folder, { recursive: true });
  if (format === 'csv' || format === 'jsonl') return exportMetrics(directory, folder, format);
  const record = await readRunRecord(directory);
  const source = {
    checkpoint: await chooseCheckpoint(directory, runId, checkpoint),
    tokenizerJson: await tokenizerOf(context, record, directory),
    name: record.config.name,
    ...(work.id > 0 && { workId: work.id }),
  };
  if (format === 'gguf') {
    const file = path.join(folder, `${runId}-${type}.gguf`);
    const { bytes, notes } = await context.engine.exportWeights({
      ...source,
      ...{ path: file, format, type },
    });
    return { path: file, bytes, notes };
  }
  return exportHuggingFace(context.engine, source, path.join(folder, 'hf'), type);
}

interface WeightsSource {
  readonly checkpoint: string;
  readonly tokenizerJson: Uint8Array;
  readonly name: string;
  readonly workId?: number;
}

async function exportHuggingFace(
  engine: NativeEngine,
  source: WeightsSource,
  folder: string,
  type: WeightType,
): Promise<ExportResult> {
  if (type === 'q8_0') {
    throw new CallError('invalid-argument', 'A Hugging Face folder holds f32 or f16, not q8_0.');
  }
  const unfinished = `${folder}.tmp`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await mkdir(unfinished);
    const written = await engine.exportWeights({
      ...source,
      ...{ path: path.join(unfinished, 'model.safetensors'), format: 'safetensors', type },
    });
    const others = await writeHuggingFaceFiles(unfinished, written, source.tokenizerJson, type);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
    return { path: folder, bytes: written.bytes + others, notes: written.notes };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** The checkpoint named, or the newest whose header is sound; the engine verifies the rest. */
async function chooseCheckpoint(
  directory: string,
  runId: string,
  named: string | undefined,
): Promise<string> {
  const folder = checkpointsIn(directory);
  const stored = await listCheckpoints(folder);
  if (named !== undefined) {
    if (stored.includes(named)) return path.join(folder, named);
    throw new CallError('not-found', `Run ${runId} has no checkpoint ${named}.`);
  }
  for (const name of stored) {
    const file = path.join(folder, name);
    if (await readCheckpointInfo(file).catch(() => undefined)) return file;
  }
  throw new CallError('not-found', `Run ${runId} has no checkpoint: write one first.`);
}

/** The run's tokenizer.json; a run of a former version gets its file now, from its corpus. */
async function tokenizerOf(
  { engine, corpora }: ExportContext,
  record: RunRecord,
  directory: string,
): Promise<Uint8Array> {
  const file = path.join(directory, TOKENIZER_FILE);
  const present = await stat(file).catch(() => undefined);
  if (!present) {
    const { info } = await corpora.reopen(record.corpus, directory);
    await writeFileAtomic(file, engine.tokenizerJson(info.corpusId));
  }
  return readFile(file);
}
