import { LIMITS } from '../../shared/contract/limits.ts';
import type { DraftField } from './draft-fields.ts';

export interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly whole: boolean;
  /** `min` itself is not allowed. */
  readonly above?: boolean;
  /** From this on nothing is allowed, which lies nearer than `max` can say. */
  readonly below?: number;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

const whole = (range: Range): Bounds => ({ ...range, whole: true });
const real = (range: Range): Bounds => ({ ...range, whole: false });
const share: Bounds = { ...LIMITS.share, whole: false, below: 1 };
const decay = real(LIMITS.decay);
const clip = real(LIMITS.clip);
const every = whole(LIMITS.interval);

/** What each field of the run form can hold: the limits of the contract. */
export const BOUNDS: Readonly<Record<DraftField, Bounds>> = {
  blocks: whole(LIMITS.blocks),
  heads: whole(LIMITS.heads),
  width: whole(LIMITS.width),
  context: whole(LIMITS.context),
  batch: whole(LIMITS.batch),
  steps: whole(LIMITS.steps),
  seed: whole(LIMITS.seed),
  threads: whole(LIMITS.threads),
  depth: whole(LIMITS.depth),
  learningRate: { ...LIMITS.learningRate, whole: false, above: true },
  minLearningRate: real(LIMITS.learningRate),
  warmupSteps: every,
  cycleSteps: every,
  cycleGrowth: real(LIMITS.cycleGrowth),
  factor: real(LIMITS.factor),
  power: real(LIMITS.power),
  decaySteps: whole(LIMITS.steps),
  patience: whole(LIMITS.patience),
  minDelta: real(LIMITS.minDelta),
  momentum: share,
  beta1: share,
  beta2: share,
  epsilon: real(LIMITS.epsilon),
  weightDecay: decay,
  embeddingDecay: decay,
  vectorDecay: decay,
  clipNorm: clip,
  clipValue: clip,
  accumulation: whole(LIMITS.accumulation),
  emaDecay: share,
  validationEverySteps: every,
  validationWindows: whole(LIMITS.validationWindows),
  labelSmoothing: share,
  zLoss: real(LIMITS.zLoss),
  stopPatience: whole(LIMITS.patience),
  stopDelta: real(LIMITS.minDelta),
  divergenceFactor: real(LIMITS.divergenceFactor),
  checkpointEverySteps: every,
  keepCheckpoints: whole(LIMITS.patience),
  keepEverySteps: every,
  sampleEverySteps: every,
};

/** What is wrong with a number as typed. */
export function numberProblem(text: string, bounds: Bounds): string | undefined {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return 'A number';
  if (bounds.whole && !Number.isInteger(value)) return 'A whole number';
  if (bounds.above && value <= bounds.min) return `More than ${figure(bounds.min)}`;
  if (value < bounds.min) return `At least ${figure(bounds.min)}`;
  if (bounds.below !== undefined && value > bounds.max) return `Less than ${figure(bounds.below)}`;
  if (value > bounds.max) return `At most ${figure(bounds.max)}`;
  return undefined;
}

function figure(value: number): string {
  return value > 0 && value < 1e-3 ? value.toExponential() : value.toLocaleString('en');
}
