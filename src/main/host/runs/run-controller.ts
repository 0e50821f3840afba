import { CallError } from '../../../shared/rpc/call-error.ts';
import { PresentRun, type PresentRunOptions } from './present-run.ts';
import { branchRun, type BranchRequest } from './run-branch.ts';
import { prepareRestore, restoreRun, type RestoreContext } from './run-restore.ts';
import { readMetrics, toBatch } from './metrics-log.ts';
import { noteExtension } from './run-extension.ts';
import { noteRateChange } from './rate-changes.ts';
import { startRun, type InitialWeights } from './run-start.ts';
import type {
  CheckpointInfo,
  RunConfig,
  RunState,
  RunStatus,
  ValidationReport,
} from '../../../shared/contract/run.ts';
import type { OpenCorpus } from '../corpora/corpus-library.ts';
import type { BlockInspection } from '../../../shared/contract/blocks.ts';
import type { NativeBlockRequest } from '../engine/engine-types.ts';
import type { RateChange } from '../../../shared/contract/optimizer.ts';
import type { EventInspection } from '../../../shared/contract/events.ts';
import type { MachineHealth, SphereInspection } from '../../../shared/contract/spheres.ts';
import type { MetricsBatch } from '../../../shared/contract/topics.ts';

/** States of a run that the engine holds. */
const INSPECTABLE: readonly RunState[] = [
  ...(['running', 'paused', 'completed', 'failed', 'checkpointing'] as const),
];

export interface RunControllerOptions extends RestoreContext, PresentRunOptions {
  /** Product version, for run.json. */
  readonly product: string;
}

/** Owns the present run: the only one to start, pause, save, restore and end it in the engine. Its methods are commands, dealt with one after another. */
export class RunController {
  private readonly present: PresentRun;

  constructor(private readonly options: RunControllerOptions) {
    this.present = new PresentRun(options);
  }

  status(): RunStatus {
    return this.present.status();
  }

  get activeRunId(): string | undefined {
    return this.present.active?.held ? this.present.active.runId : undefined;
  }

  /** Differs for each start and restore; undefined while the engine holds no run. */
  get runKey(): string | undefined {
    return this.present.active?.held ? this.present.active.key : undefined;
  }

  get training(): boolean {
    return this.present.state === 'running';
  }

  start(config: RunConfig): Promise<{ runId: string }> {
    return this.present.serial(async () => {
      if (this.present.isAlive())
        throw this.present.wrongState('stop it before another is started');
      const corpus = this.options.corpora.get(config.corpusId);
      this.present.active = await this.initialize(corpus, config);
      this.present.advance(config.steps);
      return { runId: this.present.active.runId };
    });
  }

  /** Makes a run that begins with the weights of a safetensors file; it is then paused at step 0 and saved. */
  begin(config: RunConfig, weights: InitialWeights): Promise<{ runId: string }> {
    return this.present.serial(async () => {
      if (this.present.isAlive())
        throw this.present.wrongState('stop it before another is imported');
      const corpus = this.options.corpora.get(config.corpusId);
      const run = await this.initialize(corpus, config, weights);
      this.present.active = run;
      this.present.goal = 0;
      this.present.comeToRest('paused');
      await this.present.save(run);
      return { runId: run.runId };
    });
  }

  private async initialize(corpus: OpenCorpus, config: RunConfig, weights?: InitialWeights) {
    await this.present.release();
    this.present.show('initializing');
    try {
      return await startRun(this.options, corpus, config, this.options.product, weights);
    } catch (error) {
      this.present.show('idle');
      throw error;
    }
  }

  pause(runId: string): Promise<{ step: number }> {
    return this.present.serial(async () => {
      this.present.require(runId, ['running', 'paused', 'completed'], 'paused');
      await this.present.standStill();
      return { step: this.present.step() };
    });
  }

  resume(runId: string): Promise<null> {
    return this.present.serial(async () => {
      const run = this.present.require(runId, ['paused'], 'resumed');
      this.present.advance(run.config.steps);
      return null;
    });
  }

  /** Trains `count` more steps; resolves when the run rests again. */
  async trainSteps(runId: string, count: number): Promise<{ step: number }> {
    await this.present.serial(async () => {
      const run = this.present.require(runId, ['paused'], 'stepped');
      this.present.advance(Math.min(this.present.step() + count, run.config.steps));
    });
    await this.present.rest();
    if (this.present.active?.failure !== undefined)
      throw new CallError('internal', this.present.active.failure);
    return { step: this.present.step() };
  }

  stop(runId: string, discard: boolean): Promise<{ step: number }> {
    return this.present.serial(async () => {
      const run = this.present.require(
        runId,
        ['running', 'paused', 'completed', 'failed'],
        'stopped',
      );
      await this.present.standStill();
      const step = this.present.step();
      if (!discard && this.present.state !== 'failed' && step !== run.savedStep)
        await this.present.save(run);
      run.finalStep = step;
      await this.present.free(run);
      this.present.comeToRest('stopped');
      return { step };
    });
  }

  /** Of a run that the engine holds, whatever its state. */
  inspectSphere(runId: string, sphere: number): SphereInspection {
    this.present.require(runId, INSPECTABLE, 'inspected');
    return this.options.engine.inspectSphere(sphere);
  }

  health(runId: string): MachineHealth {
    this.present.require(runId, INSPECTABLE, 'inspected');
    return this.options.engine.health();
  }

  /** Of a run that the engine holds, whatever its state. */
  inspectEvent(runId: string, n: number): EventInspection {
    this.present.require(runId, INSPECTABLE, 'inspected');
    return this.options.engine.inspectEvent(n);
  }

  async inspectBlock(runId: string, request: NativeBlockRequest): Promise<BlockInspection> {
    this.present.require(runId, INSPECTABLE, 'inspected');
    return this.options.engine.inspectBlock(request);
  }

  /** A running run stands still for it and then goes on. */
  checkpoint(runId: string): Promise<CheckpointInfo> {
    return this.present.serial(async () => {
      const run = this.present.require(runId, ['running', 'paused', 'completed'], 'checkpointed');
      if (this.present.state !== 'running') return this.present.save(run);
      await this.options.engine.pause();
      this.present.recorder.collect(run);
      try {
        if (this.options.engine.status().state === 'failed')
          throw this.present.wrongState('it has failed');
        return await this.present.save(run);
      } finally {
        await this.present.settle();
      }
    });
  }

  /** A running run stands still until the change is written down, so that no step is trained with an unrecorded one. */
  setLearningRate(runId: string, learningRate: number): Promise<RateChange> {
    return this.present.serial(async () => {
      const run = this.present.require(runId, ['running', 'paused'], 'given another learning rate');
      await this.options.engine.pause();
      this.present.recorder.collect(run);
      try {
        const change = await this.options.engine.changeRate(learningRate);
        await noteRateChange(run.directory, change);
        this.options.log.info(
          `The learning rate of ${runId} is ${learningRate} from step ${change.fromStep} on.`,
        );
        return change;
      } finally {
        await this.present.settle();
      }
    });
  }

  restore(runId: string, checkpoint: string | undefined): Promise<{ runId: string; step: number }> {
    return this.present.serial(async () => {
      const alive =
        this.present.state === 'running' ||
        (this.present.isAlive() && this.present.active?.runId !== runId);
      if (alive) throw this.present.wrongState('stop it before another is restored');
      return this.load(runId, checkpoint);
    });
  }

  private async load(runId: string, checkpoint: string | undefined) {
    const restorable = await prepareRestore(this.options, runId, checkpoint);
    await this.present.release();
    this.present.show('restoring');
    try {
      this.present.active = await restoreRun(this.options, restorable);
    } catch (error) {
      this.present.show('idle');
      throw error;
    }
    this.present.goal = this.present.step();
    const completed = this.options.engine.status().state === 'completed';
    this.present.comeToRest(completed ? 'completed' : 'paused');
    return { runId, step: this.present.step() };
  }

  /** Gives a run more steps; the schedule stays as it was laid out. */
  extend(runId: string, steps: number): Promise<{ runId: string; step: number }> {
    return this.present.serial(async () => {
      const present = this.present.active?.runId === runId ? this.present.active : undefined;
      if (this.present.state === 'running' || (this.present.isAlive() && !present)) {
        throw this.present.wrongState('pause or stop it before a run is extended');
      }
      if (
        present?.held &&
        this.present.state !== 'failed' &&
        this.present.step() !== present.savedStep
      ) {
        await this.present.save(present);
      }
      await noteExtension(await this.options.store.find(runId), steps);
      this.options.log.info(`Run ${runId} is extended to ${steps} steps.`);
      return this.load(runId, undefined);
    });
  }

  branch(request: BranchRequest): Promise<{ runId: string; step: number }> {
    return this.present.serial(async () => {
      const made = await branchRun(this.options.store, request);
      this.options.log.info(
        `${made.runId} is branched from ${request.runId} at step ${made.step}.`,
      );
      return made;
    });
  }

  /** The present run's newest validation; null: none yet. Throws CallError when it is not the present run. */
  validation(runId: string): ValidationReport | null {
    if (this.present.active?.runId !== runId || !this.present.active.held) {
      throw new CallError('not-found', `The run ${runId} is not loaded: restore it first.`);
    }
    return this.options.engine.validation() ?? null;
  }

  async history(runId: string, fromStep: number): Promise<MetricsBatch> {
    const directory = await this.options.store.find(runId);
    if (this.present.active?.runId !== runId) {
      return toBatch(runId, await readMetrics(directory, { fromStep }));
    }
    this.present.recorder.collect(this.present.active);
    await this.present.active.metrics.flush();
    return toBatch(runId, await readMetrics(directory, { fromStep, toStep: this.present.step() }));
  }

  /** Throws CallError unless the run's weights can be sampled now. */
  checkSampling(runId: string): void {
    this.present.require(
      runId,
      ['running', 'paused', 'completed', 'checkpointing'],
      'sampled from',
    );
  }

  /** Ends the present run, after saving what would be lost unless told to discard it. Rejects when that fails. */
  close(discard: boolean): Promise<void> {
    return this.present.serial(async () => {
      try {
        const run = this.present.active;
        if (!run?.held || discard || this.present.state === 'failed') return;
        await this.present.standStill();
        if (this.present.step() !== run.savedStep) await this.present.save(run);
      } finally {
        await this.present.release();
      }
    });
  }
}
