import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { isRunId, newRunId } from './run-id.ts';
import { listCheckpoints } from './checkpoint-files.ts';
import { newestValidation, readMetricsTail } from './metrics-log.ts';
import { readRunRecord } from './run-record.ts';
import { syncDirectory } from './atomic-file.ts';
import type { RunSummary } from '../../../shared/contract/run.ts';

const CHECKPOINTS = 'checkpoints';
/** Copy of an uploaded text, in its run's directory. */
export const CORPUS_COPY = 'corpus.txt';
/** The run's tokenizer, in its directory; runs of former versions have none. */
export const TOKENIZER_FILE = 'tokenizer.json';

/** The directory of runs: one folder a run, made, found and listed here. */
export class RunStore {
  constructor(readonly directory: string) {}

  /** Folder of a run that exists. Throws CallError `not-found`. */
  async find(runId: string): Promise<string> {
    const found = path.join(this.directory, runId);
    const isDirectory = isRunId(runId) && (await stat(found).catch(() => undefined))?.isDirectory();
    if (!isDirectory) {
      throw new CallError('not-found', `There is no run ${runId} in ${this.directory}.`);
    }
    return found;
  }

  /** Makes the folder of a new run. Two processes never get the same one: making a directory is atomic. */
  async create(name: string): Promise<{ runId: string; directory: string }> {
    await mkdir(this.directory, { recursive: true });
    for (;;) {
      const runId = newRunId(name, await this.ids());
      const directory = path.join(this.directory, runId);
      try {
        await mkdir(directory);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
        throw error;
      }
      await mkdir(checkpointsIn(directory));
      await syncDirectory(this.directory);
      return { runId, directory };
    }
  }

  /** Deletes the folder of a run whose start failed: there is nothing in it yet. */
  async discard(runDirectory: string): Promise<void> {
    await rm(runDirectory, { recursive: true, force: true });
  }

  /** All runs, newest first; those that cannot be used say why. */
  async list(): Promise<readonly RunSummary[]> {
    const summaries = await Promise.all((await this.ids()).map((id) => this.summarise(id)));
    return summaries
      .filter((summary) => summary !== undefined)
      .sort((a, b) => b.createdAtMs - a.createdAtMs || (a.runId < b.runId ? 1 : -1));
  }

  private async ids(): Promise<readonly string[]> {
    const entries = await readdir(this.directory, { withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      },
    );
    return entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && isRunId(entry.name))
      .map((entry) => entry.name);
  }

  private async summarise(runId: string): Promise<RunSummary | undefined> {
    const directory = path.join(this.directory, runId);
    try {
      const record = await readRunRecord(directory);
      const rows = await readMetricsTail(directory);
      const newest = rows.at(-1);
      const validation = newestValidation(rows);
      const branch = record.lineage[0];
      return {
        runId,
        name: record.config.name,
        createdAtMs: record.createdAtMs,
        step: newest?.step ?? 0,
        steps: record.config.steps,
        corpusName: record.corpus.name,
        tokenizer: record.corpus.tokenizer,
        model: record.config.model,
        ...(branch?.branchedFrom !== undefined && {
          branchedFrom: { runId: branch.branchedFrom, step: branch.step },
        }),
        ...(newest && { trainLossNats: newest.lossNats }),
        ...(validation && { validationLossNats: validation.lossNats }),
        checkpoints: await listCheckpoints(checkpointsIn(directory)),
      };
    } catch (error) {
      return this.unusable(runId, directory, error);
    }
  }

  private async unusable(
    runId: string,
    directory: string,
    error: unknown,
  ): Promise<RunSummary | undefined> {
    const found = await stat(directory).catch(() => undefined);
    if (!found?.isDirectory()) return undefined; // deleted meanwhile, or a link to something else
    return {
      runId,
      name: runId,
      createdAtMs: Math.round(found.birthtimeMs),
      step: 0,
      steps: 0,
      corpusName: '',
      tokenizer: 'byte',
      model: { blocks: 0, heads: 0, width: 0, context: 0 },
      checkpoints: [],
      problem: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Folder of a run's checkpoints. */
export function checkpointsIn(runDirectory: string): string {
  return path.join(runDirectory, CHECKPOINTS);
}
