import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { MetricsBatcher } from '../pump/metrics-batcher.ts';
import { TrainingSampler } from './training-sampler.ts';
import { addCheckpoint, addRows, type ActiveRun } from './active-run.ts';
import { applyRetention } from './checkpoint-retention.ts';
import { checkpointName } from './checkpoint-files.ts';
import { checkpointsIn } from './run-store.ts';
import { nextCheckpointBytes, requireFreeSpace, type FreeBytes } from './free-space.ts';
import { reasonOf, type Log } from '../log.ts';
import { toBatch } from './metrics-log.ts';
import type { CheckpointInfo } from '../../../shared/contract/run.ts';
import type { LoopEventBatch } from '../../../shared/contract/loop.ts';
import type { MetricsBatch, TrainingSample } from '../../../shared/contract/topics.ts';
import type { NativeEngine } from '../engine/engine-types.ts';

export interface RunRecorderOptions {
  readonly engine: NativeEngine;
  readonly log: Log;
  readonly publishMetrics: (batch: MetricsBatch) => void;
  readonly publishLoop: (batch: LoopEventBatch) => void;
  /** Whether anybody listens to the loop's events. */
  readonly loopWatched: () => boolean;
  readonly publishSample: (sample: TrainingSample) => void;
  /** Else the disk's own. */
  readonly freeBytes?: FreeBytes | undefined;
}

/** Writes down what a run does: metrics, sampled texts and checkpoints, into its directory and to the clients. */
export class RunRecorder {
  private readonly batcher: MetricsBatcher;
  private readonly sampler: TrainingSampler;
  /** Number of the newest loop event told, or passed over while nobody listened. */
  private loopCursor = 0;

  constructor(private readonly options: RunRecorderOptions) {
    const { engine, publishSample, log } = options;
    this.batcher = new MetricsBatcher(engine);
    this.sampler = new TrainingSampler(engine, publishSample, log);
  }

  /** Takes the new metrics rows and loop events out of the engine and passes them on. */
  collect(run: ActiveRun | undefined): void {
    if (!run?.held) return;
    this.collectLoop(run);
    const rows = this.batcher.drain();
    if (rows.length === 0) return;
    addRows(run, rows);
    this.options.publishMetrics(toBatch(run.runId, rows));
    this.sampler.consider(run, rows);
  }

  /** Who begins to listen is told of what happens from then on. */
  private collectLoop({ runId }: ActiveRun): void {
    const { engine, loopWatched, publishLoop } = this.options;
    if (!loopWatched()) {
      this.loopCursor = engine.status().newestLoopEvent;
      return;
    }
    const events = engine.readLoopEvents(this.loopCursor);
    this.loopCursor = events.at(-1)?.number ?? this.loopCursor;
    if (events.length > 0) publishLoop({ runId, events });
  }

  /** Writes a checkpoint of the run, which stands still at `step`. Rejects when the disk refuses. */
  async save(run: ActiveRun, step: number): Promise<CheckpointInfo> {
    await run.metrics.sync().catch((error: unknown) => this.reportMetrics(run, error));
    const folder = checkpointsIn(run.directory);
    await mkdir(folder, { recursive: true });
    await requireFreeSpace(folder, nextCheckpointBytes(run), this.options.freeBytes);
    const name = checkpointName(step);
    const saved = await this.options.engine
      .saveCheckpoint(path.join(folder, name))
      .finally(() => this.collectLoop(run));
    const validation = run.newestValidation;
    const info: CheckpointInfo = {
      ...{ ...saved, name, writtenAtMs: Date.now() },
      ...(validation?.step === saved.step && { validationLossNats: validation.lossNats }),
    };
    addCheckpoint(run, info);
    await this.tidy(run, folder);
    this.options.log.info(`Checkpoint ${name} of ${run.runId} is written.`);
    return info;
  }

  /** Old checkpoints go as the run's configuration says; one that cannot is told of and stays. */
  private async tidy(run: ActiveRun, folder: string): Promise<void> {
    try {
      run.checkpoints = await applyRetention(folder, run.checkpoints, run.config);
    } catch (error) {
      this.options.log.warning(`Old checkpoints of ${run.runId} stay: ${reasonOf(error)}`);
    }
  }

  /** Takes the last rows, closes the run's log and gives back its directory. The engine may forget the run then. */
  async finish(run: ActiveRun): Promise<void> {
    this.collect(run);
    await this.sampler.idle();
    await run.board.close().catch((error: unknown) => this.reportMetrics(run, error));
    await run.metrics.close().catch((error: unknown) => this.reportMetrics(run, error));
    await run.unlock();
  }

  private reportMetrics(run: ActiveRun, error: unknown): void {
    this.options.log.error(`Metrics of ${run.runId} could not be written: ${reasonOf(error)}`);
  }
}
