import path from 'node:path';
import { metricsRows, newestValidation, type MetricsLog, type MetricsRow } from './metrics-log.ts';
import { Throughput } from './throughput.ts';
import { TensorBoardLog } from './tensorboard-log.ts';
import { checkpointsIn } from './run-store.ts';
import { listCheckpoints, readCheckpointInfo } from './checkpoint-files.ts';
import type {
  CheckpointInfo,
  RunConfig,
  RunState,
  RunStatus,
} from '../../../shared/contract/run.ts';
import type { CorpusInfo } from '../../../shared/contract/corpus.ts';
import type { NativeStatus } from '../engine/engine-types.ts';

/** The run the engine holds, with all that the host keeps about it. */
export interface ActiveRun {
  readonly runId: string;
  readonly directory: string;
  /** Differs for each start and restore, also of the same run. */
  readonly key: string;
  readonly config: RunConfig;
  readonly corpus: CorpusInfo;
  readonly parameters: number;
  readonly spheres: number;
  readonly metrics: MetricsLog;
  readonly board: TensorBoardLog;
  /** Lets other processes have the directory. */
  readonly unlock: () => Promise<void>;
  readonly throughput: Throughput;
  /** Sound ones, by ascending step. */
  checkpoints: readonly CheckpointInfo[];
  lastCheckpoint?: CheckpointInfo;
  /** Step of the weights on the disk; 0: none needed. */
  savedStep: number;
  /** A checkpoint that was due could not be written: it is tried again soon. */
  saveDue: boolean;
  newestValidation?: { readonly step: number; readonly lossNats: number };
  /** False once the engine has freed it: stopped. */
  held: boolean;
  finalStep?: number;
  warning?: string;
  failure?: string;
}

export type NewActiveRun = Pick<
  ActiveRun,
  'runId' | 'directory' | 'config' | 'corpus' | 'parameters' | 'spheres' | 'metrics' | 'unlock'
> & { readonly savedStep: number; readonly onBoardError: (error: unknown) => void };

let opened = 0;

export function createActiveRun({ onBoardError, ...given }: NewActiveRun): ActiveRun {
  opened += 1;
  const { batch, model, optimizer } = given.config;
  return {
    ...given,
    key: `${given.runId}#${opened}`,
    board: new TensorBoardLog(given.directory, onBoardError),
    throughput: new Throughput(batch * optimizer.accumulation * model.context),
    checkpoints: [],
    saveDue: false,
    held: true,
  };
}

/** Takes account of new metrics rows. */
export function addRows(run: ActiveRun, rows: readonly MetricsRow[]): void {
  run.metrics.append(rows);
  run.board.append(rows);
  run.throughput.add(rows);
  const validation = newestValidation(rows);
  if (validation) run.newestValidation = validation;
}

/** Takes account of a checkpoint just written or restored. */
export function addCheckpoint(run: ActiveRun, checkpoint: CheckpointInfo): void {
  const others = run.checkpoints.filter(({ name }) => name !== checkpoint.name);
  run.checkpoints = [...others, checkpoint].sort((a, b) => a.step - b.step);
  run.lastCheckpoint = checkpoint;
  run.savedStep = checkpoint.step;
  run.saveDue = false;
  delete run.warning;
}

/** The sound checkpoints of a stored run by ascending step, with the validation loss its metrics tell. */
export async function storedCheckpoints(runDirectory: string): Promise<readonly CheckpointInfo[]> {
  const folder = checkpointsIn(runDirectory);
  const infos: CheckpointInfo[] = [];
  for (const name of await listCheckpoints(folder)) {
    const info = await readCheckpointInfo(path.join(folder, name)).catch(() => undefined);
    if (info) infos.unshift(info); // a damaged one is told of when somebody asks for it
  }
  const losses = new Map<number, number | null>(infos.map(({ step }) => [step, null]));
  for await (const { step, validationLossNats } of metricsRows(runDirectory)) {
    if (losses.has(step)) losses.set(step, validationLossNats);
  }
  return infos.map((info) => {
    const loss = losses.get(info.step);
    return typeof loss === 'number' ? { ...info, validationLossNats: loss } : info;
  });
}

/** What topic run.status says. */
export function describeRun(
  state: RunState,
  run: ActiveRun | undefined,
  engine: NativeStatus,
): RunStatus {
  const { residentBytes } = engine;
  if (!run) return { state, step: 0, residentBytes, unsavedSteps: 0, checkpoints: [] };
  const step = run.finalStep ?? engine.step;
  const rate = state === 'running' ? run.throughput.rate() : undefined;
  return {
    state,
    runId: run.runId,
    config: run.config,
    corpus: run.corpus,
    step,
    ...(rate && {
      tokensPerSecond: rate.tokensPerSecond,
      etaSeconds: ((run.config.steps - step) * rate.msPerStep) / 1_000,
    }),
    parameters: run.parameters,
    weightsVersion: engine.weightsVersion,
    residentBytes,
    spheres: run.spheres,
    workers: run.config.threads,
    unsavedSteps: run.held ? Math.max(0, step - run.savedStep) : 0,
    ...(run.lastCheckpoint && { lastCheckpoint: run.lastCheckpoint }),
    checkpoints: run.checkpoints,
    ...(state === 'paused' && engine.pausedBecause && { pausedBecause: engine.pausedBecause }),
    ...(run.warning !== undefined && { warning: run.warning }),
    ...(run.failure !== undefined && { failure: run.failure }),
  };
}
