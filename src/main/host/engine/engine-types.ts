import type { BlockInspection, BlockParams } from '../../../shared/contract/blocks.ts';
import type { CorpusInfo, CorpusSplit, TokenizerKind } from '../../../shared/contract/corpus.ts';
import type { WeightType } from '../../../shared/contract/exchange.ts';
import type { EngineInfo } from '../../../shared/contract/session.ts';
import type { FrameKind } from '../../../shared/frames/frame-header.ts';
import type { SampleParams, SampleResult, SampledToken } from '../../../shared/contract/sample.ts';
import type { NativeMachine } from './machine-types.ts';
import type {
  FaultConfig,
  ModelConfig,
  PausedBecause,
  RunState,
  TableInitialisation,
  ValidationReport,
} from '../../../shared/contract/run.ts';
import type { NativeNumbers } from './numbers-types.ts';
import type { WorkPart } from '../../../shared/contract/work.ts';
import type {
  OptimizerConfig,
  RateChange,
  ScheduleCurve,
} from '../../../shared/contract/optimizer.ts';
import type { LoopEvent } from '../../../shared/contract/loop.ts';
import type { EventInspection } from '../../../shared/contract/events.ts';
import type { MachineHealth, SphereInspection } from '../../../shared/contract/spheres.ts';

/** The addon's module. Errors are thrown (or reject) as Error with `code`: one of ERROR_CODES. */
export interface EngineModule {
  readonly Engine: new () => NativeEngine;
  readonly machine: NativeMachine;
  readonly numbers: NativeNumbers;
}

/** The native engine: owns its threads, converts and forwards. All methods answer at once unless they return a promise. */
export interface NativeEngine {
  info(): EngineInfo;
  layout(): NativeLayout;
  /** Reads or takes the text, builds the tokenizer, splits and measures. The newest eight corpora stay open. */
  openCorpus(request: NativeCorpusRequest): Promise<Omit<CorpusInfo, 'source'>>;
  /** The tokenizer of an open corpus, as Hugging Face's tokenizer.json. */
  tokenizerJson(corpusId: string): string;
  /** The tokens of a text by that tokenizer. */
  encode(corpusId: string, text: string): Uint16Array;
  /** Allocates a run with fresh weights; state becomes paused at step 0. A run before it must have ended. */
  createRun(config: NativeRunConfig): Promise<{ parameters: number; spheres: number }>;
  /** Like createRun, then loads the checkpoint: refuses a file that is truncated, changed, foreign or of another run. */
  restoreRun(
    config: NativeRunConfig,
    path: string,
  ): Promise<{
    parameters: number;
    spheres: number;
    step: number;
    /** The checkpoint was trained with an instruction set that this machine lacks: the run goes on with other bits. */
    warning?: string;
  }>;
  /** Trains until `untilStep` is done (at most config.steps), then pauses, or completes there. While running it moves the goal. */
  run(untilStep: number): void;
  /**
   * Resolves with the step at which the machine stands still, within the micro-batches or windows under way: the rest of
   * the step or validation is given up and done again, with the same bits, when the run goes on.
   */
  pause(): Promise<number>;
  /** From the next step on, the learning rate is this and follows the schedule from there. Resolves between two steps. */
  changeRate(learningRate: number): Promise<RateChange>;
  /** A schedule as it would run, at most `points` steps of it. */
  drawSchedule(optimizer: OptimizerConfig, steps: number, points: number): ScheduleCurve;
  /** Ends the run and frees it; its weights are gone unless saved. */
  endRun(): Promise<void>;
  status(): NativeStatus;
  /** What the newest validation since the run was created or restored has found. */
  validation(): ValidationReport | undefined;
  /** Drains metrics rows: METRIC_FIELDS numbers each; returns rows written. Nothing is lost: training waits when 8,192 are unread. */
  readMetrics(into: Float64Array): number;
  /** The training loop's events with numbers above `since`, of the newest 16,384; a gap tells what was forgotten. */
  readLoopEvents(since: number): readonly LoopEvent[];
  /** Fills `into` with the newest frame, as many rows as fit; returns bytes written, 0 when there is no run. `sinceN`: events after that lattice index. */
  readFrame(kind: FrameKind, into: Uint8Array, sinceN?: number): number;
  /** One sphere of the run, as of about now. */
  inspectSphere(sphere: number): SphereInspection;
  /** How the machine is. */
  health(): MachineHealth;
  /** One trained event of the run. */
  inspectEvent(n: number): EventInspection;
  /** One block and head over a text, by the newest weights; the next step looks at the block's gradients. */
  inspectBlock(request: NativeBlockRequest): Promise<BlockInspection>;
  /** Atomic: tmp, fsync, rename, fsync of the folder. Runs between steps; a running run goes on afterwards. */
  saveCheckpoint(path: string): Promise<{ step: number; bytes: number; weightsSha256: string }>;
  /** Writes a checkpoint's weights for other programs; needs no run. */
  exportWeights(request: NativeExportRequest): Promise<NativeExported>;
  sample(request: NativeSampleRequest): Promise<SampleResult>;
  /** What the sample with this id has written since the last call; undefined when none is under way. */
  readSample(id: number): { text: string; tokens: readonly SampledToken[] } | undefined;
  /** The sample ends at its present token. Harmless when none is under way. */
  cancelSample(id: number): void;
  /** How far the openCorpus, createRun or exportWeights with this workId is; undefined when none is under way. */
  readWork(workId: number): NativeWork | undefined;
  /** That call gives up with `cancelled`. Harmless when none is under way. */
  cancelWork(workId: number): void;
  /** SHA-256 of the present weights, lower-case hexadecimal. */
  weightsSha256(): Promise<string>;
  /** Called on the JS thread after rare changes of state: paused, completed, failed. Coalesced: read status(). */
  onChange(listener: () => void): void;
  /** Stops every thread. Twice is harmless; any other call afterwards throws wrong-state. */
  dispose(): void;
}

export interface NativeCorpusRequest {
  readonly name: string;
  /** Exactly one of paths and bytes. */
  readonly paths?: readonly string[];
  readonly bytes?: Uint8Array;
  readonly tokenizer: TokenizerKind;
  /** bpe: tokens to learn. */
  readonly vocabulary?: number;
  /** A tokenizer.json of this kind, used instead of learning a vocabulary. */
  readonly tokenizerJson?: Uint8Array;
  readonly split?: CorpusSplit;
  /** From 1, chosen by the caller: lets the call be watched and cancelled. */
  readonly workId?: number;
}

/** How far a long call is. */
export interface NativeWork {
  readonly part: WorkPart;
  /** Of the whole call, 0 to 1. */
  readonly fraction: number;
  /** Of the part. */
  readonly done: number;
  readonly total: number;
}

export interface NativeRunConfig {
  readonly corpusId: string;
  readonly model: ModelConfig;
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
  readonly tables: TableInitialisation;
  readonly threads: number;
  /** Levels below the root, 1..4. */
  readonly depth: number;
  /** Levels the tree may grow to under load, from depth to 4; absent: it keeps its depth. */
  readonly maxDepth?: number;
  readonly faults?: readonly FaultConfig[];
  /** A micro-batch that has not begun after this long is given to another try; absent: 30,000. */
  readonly sphereTimeoutMs?: number;
  readonly optimizer: OptimizerConfig;
  readonly validationEverySteps: number;
  readonly validationWindows: number;
  readonly validationByAverages: boolean;
  readonly labelSmoothing: number;
  readonly zLoss: number;
  readonly stopPatience: number;
  readonly stopDelta: number;
  readonly divergenceFactor: number;
  /** createRun: a safetensors file whose weights the run begins with. */
  readonly initialWeights?: string;
  /** createRun: lets it be watched and cancelled while it reads them. */
  readonly workId?: number;
  /** Changes of the learning rate by hand, by ascending step. */
  readonly rateChanges: readonly RateChange[];
}

export interface NativeStatus {
  readonly state: Exclude<RunState, 'stopped'>;
  readonly step: number;
  readonly weightsVersion: number;
  readonly residentBytes: number;
  /** Lattice index of the newest event; 0: none. */
  readonly newestEvent: number;
  /** Number of the newest loop event; 0: none yet. */
  readonly newestLoopEvent: number;
  /** Paused: the run has paused itself before its goal. */
  readonly pausedBecause?: PausedBecause;
  readonly failure?: string;
}

/** One row of readMetrics, in this order; what validation measures is NaN where none was. */
export const METRIC_FIELDS = [
  'step',
  'lossNats',
  'validationLossNats',
  'learningRate',
  'gradientNorm',
  'stepMs',
  'validationPerplexity',
  'validationBitsPerByte',
  'validationTop1',
  'validationTop5',
  'validationCalibrationError',
] as const;

export type NativeBlockRequest = Omit<BlockParams, 'runId'>;

export interface NativeSampleRequest extends Omit<SampleParams, 'runId' | 'sampleId'> {
  /** From 1, chosen by the caller: lets the sample be read and cancelled while it is written. */
  readonly id?: number;
}

export interface NativeExportRequest {
  readonly checkpoint: string;
  readonly tokenizerJson: Uint8Array;
  readonly name: string;
  /** File to write. */
  readonly path: string;
  readonly format: 'safetensors' | 'gguf';
  readonly type: WeightType;
  /** Lets it be watched and cancelled. */
  readonly workId?: number;
}

export interface NativeExported {
  readonly bytes: number;
  readonly notes: readonly string[];
  readonly model: ModelConfig & { readonly vocabulary: number };
  /** Id of the vocabulary's end-of-text token, where it has one. */
  readonly endToken?: number;
}

/** The engine's own account of its layouts, compared by test with src/shared/frames and errors.ts. */
export interface NativeLayout {
  readonly frames: Record<
    FrameKind,
    {
      readonly kind: number;
      readonly fieldBytes: number;
      readonly stride: number;
      readonly columns: Readonly<
        Record<string, { readonly offset: number; readonly type: string }>
      >;
    }
  >;
  readonly sphereStates: readonly string[];
  readonly traceKinds: readonly string[];
  readonly messageTypes: readonly string[];
  readonly runStates: readonly string[];
  readonly loopEvents: readonly string[];
  readonly errorCodes: readonly string[];
  readonly workParts: readonly string[];
  readonly metricFields: readonly string[];
}
