import type { LoopEventBatch } from './loop.ts';
import type { RunStatus, ValidationFigures } from './run.ts';
import type { SamplePart } from './sample.ts';
import type { ShellIntent } from './shell.ts';
import type { WorkProgress } from './work.ts';

/**
 * Everything the host says unasked. Delivery is part of the type:
 * `latest`: newest wins, the next is sent only after the client's credit;
 * `every`: in order, batched at about 10 Hz, never dropped.
 */
export interface Topics {
  'run.status': { payload: RunStatus; delivery: 'latest' };
  'run.metrics': { payload: MetricsBatch; delivery: 'every' };
  /** The training loop's moments, told only while somebody listens. */
  'run.loop': { payload: LoopEventBatch; delivery: 'every' };
  'run.sample': { payload: TrainingSample; delivery: 'every' };
  /** Samples under way that have a sampleId. */
  'sample.written': { payload: SamplePart; delivery: 'every' };
  /** Long calls that have a workId. */
  'work.progress': { payload: WorkProgress; delivery: 'every' };
  log: { payload: LogEntry; delivery: 'every' };
  /** What the user chose in the native menu. */
  'shell.intent': { payload: ShellIntent; delivery: 'every' };
  /** Sphere frames (src/shared/frames/sphere-frame.ts). */
  'frame.spheres': { payload: ArrayBuffer; delivery: 'latest' };
  /** Boundary events since the client's last event frame. */
  'frame.events': { payload: ArrayBuffer; delivery: 'latest' };
  /** What the workers did in the last moments. */
  'frame.trace': { payload: ArrayBuffer; delivery: 'latest' };
  /** The vocabulary's primes and angles: once for each run. */
  'frame.tokens': { payload: ArrayBuffer; delivery: 'latest' };
  /** What was sent over which link since the frame before (src/shared/frames/message-frame.ts). */
  'frame.messages': { payload: ArrayBuffer; delivery: 'latest' };
}

export type TopicName = keyof Topics;
export type Payload<K extends TopicName> = Topics[K]['payload'];
export type FrameTopic = Extract<TopicName, `frame.${string}`>;

/** Delivery of each topic, as a value; the type makes it agree with Topics. */
export const DELIVERY: { readonly [K in TopicName]: Topics[K]['delivery'] } = {
  'run.status': 'latest',
  'run.metrics': 'every',
  'run.loop': 'every',
  'run.sample': 'every',
  'sample.written': 'every',
  'work.progress': 'every',
  log: 'every',
  'shell.intent': 'every',
  'frame.spheres': 'latest',
  'frame.events': 'latest',
  'frame.trace': 'latest',
  'frame.tokens': 'latest',
  'frame.messages': 'latest',
};

/** Metrics rows as columns: all arrays have one length, steps ascend. A restored run repeats steps: the newer row holds. */
export interface MetricsBatch {
  readonly runId: string;
  /** Optimiser step of each row. */
  readonly step: readonly number[];
  /** Mean cross-entropy of the step's batch, in nats a token. */
  readonly lossNats: readonly number[];
  /** Mean over the validation windows, in nats a token; null where none was measured. */
  readonly validationLossNats: readonly (number | null)[];
  readonly learningRate: readonly number[];
  /** Global norm before clipping. */
  readonly gradientNorm: readonly number[];
  /** Wall time of the step, in milliseconds. */
  readonly stepMs: readonly number[];
  /** What the validation has found; null where none was measured, or by a version that did not tell. */
  readonly validation: readonly (ValidationFigures | null)[];
}

export interface TrainingSample {
  readonly runId: string;
  readonly step: number;
  readonly text: string;
  readonly temperature: number;
}

export interface LogEntry {
  readonly atMs: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}
