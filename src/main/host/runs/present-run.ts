import { CallError } from '../../../shared/rpc/call-error.ts';
import { RunRecorder, type RunRecorderOptions } from './run-recorder.ts';
import { checkTransition } from './run-transitions.ts';
import { createSerial } from '../serial.ts';
import { describeRun, type ActiveRun } from './active-run.ts';
import { reasonOf } from '../log.ts';
import type { CheckpointInfo, RunState, RunStatus } from '../../../shared/contract/run.ts';
import type { NativeEngine } from '../engine/engine-types.ts';

/** Time between two looks at a run under way: 10 Hz. */
const TICK_MS = 100;
/** A checkpoint that could not be written is tried again so often until the next one is due. */
const RETRIES = 8;

/** States in which another run cannot be begun. */
const ALIVE: readonly RunState[] = [
  ...(['initializing', 'running', 'paused', 'checkpointing', 'restoring'] as const),
];

export interface PresentRunOptions extends RunRecorderOptions {
  readonly engine: NativeEngine;
  readonly publishStatus: (status: RunStatus) => void;
  /** Calls `task` every `periodMs` until the return value is called. */
  readonly repeat: (task: () => void, periodMs: number) => () => void;
}

/**
 * The run that the engine holds, as a machine of states.
 *
 * The engine trains in legs: each ends at the goal or at the next automatic checkpoint, which is written while the
 * machine stands still. What changes the state goes through `serial`: one after another, with the ends of legs.
 */
export class PresentRun {
  readonly serial = createSerial();
  readonly recorder: RunRecorder;
  state: RunState = 'idle';
  active: ActiveRun | undefined;
  /** Step at which to come to rest. */
  goal = 0;
  private stopTicking: (() => void) | undefined;
  private awaitingRest: (() => void)[] = [];

  constructor(private readonly options: PresentRunOptions) {
    this.recorder = new RunRecorder(options);
    options.engine.onChange(() => this.settleSoon());
  }

  status(): RunStatus {
    return describeRun(this.state, this.active, this.options.engine.status());
  }

  step(): number {
    return this.active?.finalStep ?? this.options.engine.status().step;
  }

  isAlive(): boolean {
    return ALIVE.includes(this.state);
  }

  require(runId: string, states: readonly RunState[], done: string): ActiveRun {
    const run = this.active;
    if (run?.runId !== runId) {
      throw new CallError('wrong-state', `Run ${runId} is not loaded: restore it first.`);
    }
    if (states.includes(this.state)) return run;
    throw this.wrongState(`only a run that is ${states.join(' or ')} can be ${done}`);
  }

  wrongState(rule: string): CallError {
    return new CallError('wrong-state', `Run ${this.active?.runId} is ${this.state}: ${rule}.`);
  }

  /** Trains on until `goal` is done. */
  advance(goal: number): void {
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
  async standStill(): Promise<void> {
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
  async settle(): Promise<void> {
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
  async save(run: ActiveRun): Promise<CheckpointInfo> {
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

  show(state: RunState): void {
    checkTransition(this.state, state);
    this.state = state;
    this.options.publishStatus(this.status());
  }

  comeToRest(state: RunState): void {
    this.stopTicking?.();
    this.stopTicking = undefined;
    this.active?.throughput.reset();
    this.show(state);
    for (const resolve of this.awaitingRest.splice(0)) resolve();
  }

  rest(): Promise<void> {
    const training = this.state === 'running' || this.state === 'checkpointing';
    if (!training) return Promise.resolve();
    return new Promise((resolve) => this.awaitingRest.push(resolve));
  }

  /** Lets the engine forget the run. */
  async free(run: ActiveRun): Promise<void> {
    if (!run.held) return;
    await this.recorder.finish(run);
    run.held = false;
    await this.options.engine.endRun();
  }

  async release(): Promise<void> {
    const run = this.active;
    if (!run) return;
    await this.free(run);
    this.active = undefined;
    this.comeToRest('idle');
  }
}
