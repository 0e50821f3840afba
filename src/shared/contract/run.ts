import type { CorpusInfo, TokenizerKind } from './corpus.ts';
import type { OptimizerConfig } from './optimizer.ts';

/** The network: GPT-2's architecture (pre-LayerNorm, learned positions, GELU-tanh, biases, tied head). */
export interface ModelConfig {
  readonly blocks: number;
  readonly heads: number;
  /** Features a token; a multiple of heads. */
  readonly width: number;
  /** Tokens of context. */
  readonly context: number;
}

/**
 * Where the token and position tables begin: GPT-2's random numbers, waves of the lattice's angular positions, or those
 * and no update reaches them. Values only: the architecture is the same.
 */
export const TABLE_INITIALISATIONS = ['standard', 'lattice', 'lattice-frozen'] as const;
export type TableInitialisation = (typeof TABLE_INITIALISATIONS)[number];

export interface RunConfig {
  /** Of an opened corpus. */
  readonly corpusId: string;
  readonly name: string;
  readonly model: ModelConfig;
  /** Sequences (micro-batches) a batch: a step, unless batches are accumulated. */
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
  readonly tables: TableInitialisation;
  /** Worker threads. */
  readonly threads: number;
  /** Levels of spheres below the root: 13, 157, 1,885 or 22,621 spheres. Never changes a run's numbers. */
  readonly depth: number;
  /** Levels that the tree grows to while every leaf has more than one micro-batch a step, and from which it shrinks at rest; absent: none. */
  readonly maxDepth?: number;
  /** Faults to inject, to see the machine recover; they change no result. Not stored. */
  readonly faults?: readonly FaultConfig[];
  readonly optimizer: OptimizerConfig;
  /** Steps between validations; 0: only at the end. */
  readonly validationEverySteps: number;
  /** Validation windows of `context` tokens, evenly spaced; 0: the whole split. */
  readonly validationWindows: number;
  /** Validates the averaged weights, which emaDecay keeps, instead of the newest. */
  readonly validationByAverages: boolean;
  /** Share of the target that is spread evenly over the vocabulary; changes the gradient, not the losses told. */
  readonly labelSmoothing: number;
  /** Weight of the squared log-sum-exp of the logits in the gradient; 0: none. */
  readonly zLoss: number;
  /** Validations without progress after which the run pauses itself; 0: never. */
  readonly stopPatience: number;
  /** Nats a validation must be better than the best by to count as progress. */
  readonly stopDelta: number;
  /** The run pauses itself at a step whose loss is so many times its recent average (and far above it); 0: never. */
  readonly divergenceFactor: number;
  /** Steps between checkpoints; 0: only when asked and at the end. */
  readonly checkpointEverySteps: number;
  /** Newest checkpoints that are kept, besides the best; 0: all. */
  readonly keepCheckpoints: number;
  /** Steps whose multiples' checkpoints are kept always; 0: none. */
  readonly keepEverySteps: number;
  /** Steps between texts sampled during training; 0: none. */
  readonly sampleEverySteps: number;
}

/** A fault that the micro-batches of one leaf meet in one step. */
export interface FaultConfig {
  /** fail: computes it and then fails; hang: never begins it; slow: begins it late. */
  readonly kind: 'fail' | 'hang' | 'slow';
  readonly step: number;
  /** A leaf; one without a micro-batch in that step meets nothing. */
  readonly sphere: number;
  /** How often it strikes in that step; three times on one micro-batch pause the run before that step. */
  readonly times: number;
  /** Of a slow one; 0 else. */
  readonly delayMs: number;
}

export type RunState =
  | 'idle' // no run
  | 'initializing' // its directory and its weights are made
  | 'running'
  | 'paused'
  | 'checkpointing'
  | 'restoring'
  | 'completed' // all steps done
  | 'stopped' // ended by the user: the engine is idle again
  | 'failed';

/**
 * Why a run has paused itself: what is not finite, how long validation has not improved, which micro-batch kept failing,
 * how far the loss has strayed.
 */
export interface PausedBecause {
  readonly reason: 'not-finite' | 'no-progress' | 'given-up' | 'diverged';
  readonly message: string;
}

/** The present run, or none: topic run.status. */
export interface RunStatus {
  readonly state: RunState;
  readonly runId?: string;
  readonly config?: RunConfig;
  readonly corpus?: CorpusInfo;
  /** Optimiser updates done. */
  readonly step: number;
  /** Trained tokens a second, over the last second or so; absent while paused. */
  readonly tokensPerSecond?: number;
  /** Seconds left at this rate. */
  readonly etaSeconds?: number;
  readonly parameters?: number;
  /** Version of the published weights. */
  readonly weightsVersion?: number;
  /** Resident memory of the process, in bytes. */
  readonly residentBytes?: number;
  readonly spheres?: number;
  readonly workers?: number;
  /** Steps trained since the last checkpoint; 0: everything is saved. */
  readonly unsavedSteps: number;
  readonly lastCheckpoint?: CheckpointInfo;
  readonly checkpoints: readonly CheckpointInfo[];
  /** What the user should know while the run goes on: a checkpoint that could not be written, and why. */
  readonly warning?: string;
  /** Set while the run is paused because it has paused itself before its goal. */
  readonly pausedBecause?: PausedBecause;
  /** Why the run failed, and what is safe. */
  readonly failure?: string;
}

/** What a validation has found of the model's predictions, besides their loss. */
export interface ValidationFigures {
  /** e to the loss: among how many equally likely tokens it would have to guess. */
  readonly perplexity: number;
  /** Of the text that the tokens stand for: comparable across tokenizers. */
  readonly bitsPerByte: number;
  /** Share of tokens that the model held likeliest, 0..1. */
  readonly top1: number;
  /** Share of tokens among the five it held likeliest, 0..1. */
  readonly top5: number;
  /** Expected calibration error, 0..1: mean over the tokens of |accuracy - confidence| of their bin. */
  readonly calibrationError: number;
}

/** Predictions of like confidence, and how many of them were right. */
export interface CalibrationBin {
  readonly tokens: number;
  /** Mean probability of the likeliest token, 0..1; 0 without tokens. */
  readonly confidence: number;
  /** Share whose likeliest token was the right one, 0..1; 0 without tokens. */
  readonly accuracy: number;
}

/** The newest validation of the present run, with what its calibration error is made of. */
export interface ValidationReport extends ValidationFigures {
  readonly step: number;
  /** Tokens predicted. */
  readonly tokens: number;
  readonly lossNats: number;
  /** As wide as one another over the confidences 0..1. */
  readonly bins: readonly CalibrationBin[];
}

export interface CheckpointInfo {
  /** File name within the run's checkpoints folder. */
  readonly name: string;
  readonly step: number;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly writtenAtMs: number;
  readonly validationLossNats?: number;
  /** SHA-256 of the weights, lower-case hexadecimal. */
  readonly weightsSha256: string;
}

/** A stored run, as run.list shows it. */
export interface RunSummary {
  readonly runId: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly step: number;
  readonly steps: number;
  readonly corpusName: string;
  readonly tokenizer: TokenizerKind;
  readonly model: ModelConfig;
  /** The run and checkpoint this one was branched from. */
  readonly branchedFrom?: { readonly runId: string; readonly step: number };
  readonly trainLossNats?: number;
  readonly validationLossNats?: number;
  readonly checkpoints: readonly string[];
  /** Set when the directory cannot be used: what is wrong with it. */
  readonly problem?: string;
}
