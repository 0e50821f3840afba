import { CallError } from '../../../shared/rpc/call-error.ts';
import { RunRecorder, type RunRecorderOptions } from './run-recorder.ts';
import { describeRun, type ActiveRun } from './active-run.ts';
import { checkTransition } from './run-transitions.ts';
import { branchRun, type BranchRequest } from './run-branch.ts';
import { createSerial } from '../serial.ts';
import { prepareRestore, restoreRun, type RestoreContext } from './run-restore.ts';
import { readMetrics, toBatch } from './metrics-log.ts';
import { noteExtension } from './run-extension.ts';
import { noteRateChange } from './rate-changes.ts';
import { reasonOf } from '../log.ts';
import { startRun } from './run-start.ts';
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

/** Time between two looks at a run under way: 10 Hz. */
const TICK_MS = 100;
/** A checkpoint that could not be written is tried again so often until the next one is due. */
const RETRIES = 8;
/** States of a run that the engine holds. */
const INSPECTABLE: readonly RunState[] = [
  ...(['running', 'paused', 'completed', 'failed', 'checkpointing'] as const),
];

/** States in which another run cannot be begun. */
const ALIVE: readonly RunState[] = [
  ...(['initializing', 'running', 'paused', 'checkpointing', 'restoring'] as const),
];

export interface RunControllerOptions extends RestoreContext, RunRecorderOptions {
  /** Product version, for run.json. */
  readonly product: string;
  readonly publishStatus: (status: RunStatus) => void;
  /** Calls `task` every `periodMs` until the return value is called. */
  readonly repeat: (task: () => void, periodMs: number) => () => void;
}

/**
 * Owns the present run: the only one to start, pause, save, restore and end it in the engine.
 *
 * The engine trains in legs: each ends at the goal or at the next automatic checkpoint, which is written while the
 * machine stands still. Commands and the ends of legs are dealt with one after another. It is one long file because
 * its methods are the transitions of one machine.
 */
export class RunController {
  private readonly serial = createSerial();
  private readonly recorder: RunRecorder;
  private state: RunState = 'idle';
  private active: ActiveRun | undefined;
  /** Step at which to come to rest. */
  private goal = 0;
  private stopTicking: (() => void) | undefined;
  private awaitingRest: (() => void)[] = [];

  constructor(private readonly options: RunControllerOptions) {
    this.recorder = new RunRecorder(options);
    options.engine.onChange(() => this.settleSoon());
  }

  status(): RunStatus {
    return describeRun(this.state, this.active, this.options.engine.status());
  }

  get activeRunId(): string | undefined {
    return this.active?.held ? this.active.runId : undefined;
  }

  /** Differs for each start and restore; undefined while the engine holds no run. */
  get runKey(): string | undefined {
    return this.active?.held ? this.active.key : undefined;
  }

  get training(): boolean {
    return this.state === 'running';
  }

  start(config: RunConfig): Promise<{ runId: string }> {
    return this.serial(async () => {
      if (this.isAlive()) throw this.wrongState('stop it before another is started');
      const corpus = this.options.corpora.get(config.corpusId);
      this.active = await this.initialize(corpus, config);
      this.advance(config.steps);
      return { runId: this.active.runId };
    });
  }

  /** Makes a run that begins with the weights of a safetensors file; it is then paused at step 0 and saved. */
  begin(config: RunConfig, weights: string): Promise<{ runId: string }> {
    return this.serial(async () => {
      if (this.isAlive()) throw this.wrongState('stop it before another is imported');
      const corpus = this.options.corpora.get(config.corpusId);
      const run = await this.initialize(corpus, config, weights);
      this.active = run;
      this.goal = 0;
      this.comeToRest('paused');
      await this.save(run);
      return { runId: run.runId };
    });
  }

  private async initialize(corpus: OpenCorpus, config: RunConfig, weights?: string) {
    await this.release();
    this.show('initializing');
    try {
      return await startRun(this.options, corpus, config, this.options.product, weights);
    } catch (error) {
      this.show('idle');
      throw error;
    }
  }

  pause(runId: string): Promise<{ step: number }> {
    return this.serial(async () => {
      this.require(runId, ['running', 'paused', 'completed'], 'paused');
      await this.standStill();
      return { step: this.step() };
    });
  }

  resume(runId: string): Promise<null> {
    return this.serial(async () => {
      const run = this.require(runId, ['paused'], 'resumed');
      this.advance(run.config.steps);
      return null;
    });
  }

  /** Trains `count` more steps; resolves when the run rests again. */
  async trainSteps(runId: string, count: number): Promise<{ step: number }> {
    await this.serial(async () => {
      const run = this.require(runId, ['paused'], 'stepped');
      this.advance(Math.min(this.step() + count, run.config.steps));
    });
    await this.rest();
    if (this.active?.failure !== undefined) throw new CallError('internal', this.active.failure);
    return { step: this.step() };
  }

  stop(runId: string, discard: boolean): Promise<{ step: number }> {
    return this.serial(async () => {
      const run = this.require(runId, ['running', 'paused', 'completed', 'failed'], 'stopped');
      await this.standStill();
      const step = this.step();
      if (!discard && this.state !== 'failed' && step !== run.savedStep) await this.save(run);
      run.finalStep = step;
      await this.free(run);
      this.comeToRest('stopped');
      return { step };
    });
  }

  /** Of a run that the engine holds, whatever its state. */
  inspectSphere(runId: string, sphere: number): SphereInspection {
    this.require(runId, INSPECTABLE, 'inspected');
    return this.options.engine.inspectSphere(sphere);
  }

  health(runId: string): MachineHealth {
    this.require(runId, INSPECTABLE, 'inspected');
    return this.options.engine.health();
  }

  /** Of a run that the engine holds, whatever its state. */
  inspectEvent(runId: string, n: number): EventInspection {
    this.require(runId, INSPECTABLE, 'inspected');
    return this.options.engine.inspectEvent(n);
  }

  async inspectBlock(runId: string, request: NativeBlockRequest): Promise<BlockInspection> {
    this.require(runId, INSPECTABLE, 'inspected');
    return this.options.engine.inspectBlock(request);
  }

  /** A running run stands still for it and then goes on. */
  checkpoint(runId: string): Promise<CheckpointInfo> {
    return this.serial(async () => {
      const run = this.require(runId, ['running', 'paused', 'completed'], 'checkpointed');
      if (this.state !== 'running') return this.save(run);
      await this.options.engine.pause();
      this.recorder.collect(run);
      try {
        if (this.options.engine.status().state === 'failed') throw this.wrongState('it has failed');
        return await this.save(run);
      } finally {
        await this.settle();
      }
    });
  }

  /** A running run stands still until the change is written down, so that no step is trained with an unrecorded one. */
  setLearningRate(runId: string, learningRate: number): Promise<RateChange> {
    return this.serial(async () => {
      const run = this.require(runId, ['running', 'paused'], 'given another learning rate');
      await this.options.engine.pause();
      this.recorder.collect(run);
      try {
        const change = await this.options.engine.changeRate(learningRate);
        await noteRateChange(run.directory, change);
        this.options.log.info(
          `The learning rate of ${runId} is ${learningRate} from step ${change.fromStep} on.`,
        );
        return change;
      } finally {
        await this.settle();
      }
    });
  }

  restore(runId: string, checkpoint: string | undefined): Promise<{ runId: string; step: number }> {
    return this.serial(async () => {
      const alive = this.state === 'running' || (this.isAlive() && this.active?.runId !== runId);
      if (alive) throw this.wrongState('stop it before another is restored');
      return this.load(runId, checkpoint);
    });
  }

  private async load(runId: string, checkpoint: string | undefined) {
    const restorable = await prepareRestore(this.options, runId, checkpoint);
    await this.release();
    this.show('restoring');
    try {
      this.active = await restoreRun(this.options, restorable);
    } catch (error) {
      this.show('idle');
      throw error;
    }
    this.goal = this.step();
    const completed = this.options.engine.status().state === 'completed';
    this.comeToRest(completed ? 'completed' : 'paused');
    return { runId, step: this.step() };
  }

  /** Gives a run more steps; the schedule stays as it was laid out. */
  extend(runId: string, steps: number): Promise<{ runId: string; step: number }> {
    return this.serial(async () => {
      const present = this.active?.runId === runId ? this.active : undefined;
      if (this.state === 'running' || (this.isAlive() && !present)) {
        throw this.wrongState('pause or stop it before a run is extended');
      }
      if (present?.held && this.state !== 'failed' && this.step() !== present.savedStep) {
        await this.save(present);
      }
      await noteExtension(await this.options.store.find(runId), steps);
      this.options.log.info(`Run ${runId} is extended to ${steps} steps.`);
      return this.load(runId, undefined);
    });
  }

  branch(request: BranchRequest): Promise<{ runId: string; step: number }> {
    return this.serial(async () => {
      const made = await branchRun(this.options.store, request);
      this.options.log.info(
        `${made.runId} is branched from ${request.runId} at step ${made.step}.`,
      );
      return made;
    });
  }

  /** The present run's newest validation; null: none yet. Throws CallError when it is not the present run. */
  validation(runId: string): ValidationReport | null {
    if (this.active?.runId !== runId || !this.active.held) {
      throw new CallError('not-found', `The run ${runId} is not loaded: restore it first.`);
    }
    return this.options.engine.validation() ?? null;
  }

  async history(runId: string, fromStep: number): Promise<MetricsBatch> {
    const directory = await this.options.store.find(runId);
    if (this.active?.runId !== runId) {
      return toBatch(runId, await readMetrics(directory, { fromStep }));
    }
    this.recorder.collect(this.active);
    await this.active.metrics.flush();
    return toBatch(runId, await readMetrics(directory, { fromStep, toStep: this.step() }));
  }

  /** Throws CallError unless the run's weights can be sampled now. */
  checkSampling(runId: string): void {
    this.require(runId, ['running', 'paused', 'completed', 'checkpointing'], 'sampled from');
  }

  /** Ends the present run, after saving what would be lost unless told to discard it. Rejects when that fails. */
  close(discard: boolean): Promise<void> {
    return this.serial(async () => {
      try {
        const run = this.active;
        if (!run?.held || discard || this.state === 'failed') return;
        await this.standStill();
        if (this.step() !== run.savedStep) await this.save(run);
      } finally {
        await this.release();
      }
    });
  }

  private step(): number {
    return this.active?.finalStep ?? this.options.engine.status().step;
  }

  private isAlive(): boolean {
    return ALIVE.includes(this.state);
  }

  private require(runId: string, states: readonly RunState[], done: string): ActiveRun {
    const run = this.active;
    if (run?.runId !== runId) {
      throw new CallError('wrong-state', `Run ${runId} is not loaded: restore it first.`);
    }
    if (states.includes(this.state)) return run;
    throw this.wrongState(`only a run that is ${states.join(' or ')} can be ${done}`);
  }

  private wrongState(rule: string): CallError {
    return new CallError('wrong-state', `Run ${this.active?.runId} is ${this.state}: ${rule}.`);
  }

  /** Trains on until `goal` is done. */
  private advance(goal: number): void {
    this.goal = goal;
    this.options.engine.run(this.endOfLeg());
    this.show('running');
    this.stopTicking ??= this.options.repeat(() => this.tick(), TICK_MS);
  }

  private endOfLeg(): number {
    const every = this.active?.config.checkpointEverySteps ?? 0;
    if (every === 0) return this.goal;
    const step = this.step();
    const next = (Math.floor(step / every) + 1) * every;
    const again = this.active?.saveDue ? step + Math.ceil(every / RETRIES) : next;
    return Math.min(this.goal, next, again);
  }

  /** Brings a running run to a stop at the end of the step under way. */
  private async standStill(): Promise<void> {
    if (this.state !== 'running') return;
    await this.options.engine.pause();
    this.goal = this.step();
    await this.settle();
  }

  private tick(): void {
    if (this.state !== 'running') return;
    this.recorder.collect(this.active);
    this.options.publishStatus(this.status());
    if (this.options.engine.status().state !== 'running') this.settleSoon();
  }

  private settleSoon(): void {
    void this.serial(() => this.settle()).catch((error: unknown) => this.fail(reasonOf(error)));
  }

  /** Deals with the end of a leg, if it has come: saves if a checkpoint is due, then goes on or comes to rest. */
  private async settle(): Promise<void> {
    const run = this.active;
    if (this.state !== 'running' || !run) return;
    const { state, step, failure, pausedBecause } = this.options.engine.status();
    if (state === 'running') return;
    this.recorder.collect(this.active);
    if (state === 'failed' || state === 'idle') {
      this.fail(failure ?? 'The engine has lost the run.');
      return;
    }
    if (pausedBecause) {
      this.options.log.warning(`Run ${run.runId} has paused itself. ${pausedBecause.message}`);
      this.goal = step;
    }
    const every = run.config.checkpointEverySteps;
    const due = state === 'completed' || (every > 0 && (step % every === 0 || run.saveDue));
    if (due && step !== run.savedStep) await this.saveOrWarn(run);
    if (state === 'completed') this.comeToRest('completed');
    else if (step >= this.goal) this.comeToRest('paused');
    else this.advance(this.goal);
  }

  /** Writes a checkpoint of the run, which stands still. */
  private async save(run: ActiveRun): Promise<CheckpointInfo> {
    const before = this.state;
    this.show('checkpointing');
    try {
      return await this.recorder.save(run, this.step());
    } finally {
      this.show(before);
    }
  }

  /** An automatic checkpoint that cannot be written does not end the training: the user is told and it is tried again. */
  private async saveOrWarn(run: ActiveRun): Promise<void> {
    try {
      await this.save(run);
    } catch (error) {
      run.saveDue = true;
      run.warning =
        `The checkpoint at step ${this.step()} could not be written: ${reasonOf(error)} ` +
        `Saved is step ${run.savedStep}.`;
      this.options.log.error(run.warning);
    }
  }

  private fail(reason: string): void {
    const run = this.active;
    if (!run) return;
    const safe = run.lastCheckpoint
      ? `Everything up to step ${run.savedStep} is safe in ${run.lastCheckpoint.name}.`
      : 'No checkpoint had been written.';
    run.failure = `${reason} ${safe}`;
    this.options.log.error(`Run ${run.runId} failed: ${run.failure}`);
    this.comeToRest('failed');
  }

  private show(state: RunState): void {
    checkTransition(this.state, state);
    this.state = state;
    this.options.publishStatus(this.status());
  }

  private comeToRest(state: RunState): void {
    this.stopTicking?.();
    this.stopTicking = undefined;
    this.active?.throughput.reset();
    this.show(state);
    for (const resolve of this.awaitingRest.splice(0)) resolve();
  }

  private rest(): Promise<void> {
    const training = this.state === 'running' || this.state === 'checkpointing';
    if (!training) return Promise.resolve();
    return new Promise((resolve) => this.awaitingRest.push(resolve));
  }

  /** Lets the engine forget the run. */
  private async free(run: ActiveRun): Promise<void> {
    if (!run.held) return;
    await this.recorder.finish(run);
    run.held = false;
    await this.options.engine.endRun();
  }

  private async release(): Promise<void> {
    const run = this.active;
    if (!run) return;
    await this.free(run);
    this.active = undefined;
    this.comeToRest('idle');
  }
}
