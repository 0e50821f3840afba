import type { OptimizerKind, ScheduleKind } from '../../../shared/contract/optimizer.ts';
import type { DraftField } from '../../store/draft-fields.ts';

interface Option<T extends string> {
  readonly value: T;
  readonly text: string;
}

export const OPTIMIZER_CHOICES: readonly Option<OptimizerKind>[] = [
  { value: 'adamw', text: 'AdamW' },
  { value: 'adam', text: 'Adam' },
  { value: 'muon', text: 'Muon' },
  { value: 'lion', text: 'Lion' },
  { value: 'rmsprop', text: 'RMSProp' },
  { value: 'adagrad', text: 'Adagrad' },
  { value: 'nesterov', text: 'Nesterov' },
  { value: 'momentum', text: 'Momentum' },
  { value: 'sgd', text: 'SGD' },
];

export const SCHEDULE_CHOICES: readonly Option<ScheduleKind>[] = [
  { value: 'cosine', text: 'Cosine' },
  { value: 'linear', text: 'Linear' },
  { value: 'warm-up-stable-decay', text: 'Stable, then decay' },
  { value: 'one-cycle', text: 'One cycle' },
  { value: 'constant', text: 'Constant' },
  { value: 'warm-up', text: 'Warm-up, constant' },
  { value: 'exponential', text: 'Exponential' },
  { value: 'step', text: 'Step' },
  { value: 'polynomial', text: 'Polynomial' },
  { value: 'cyclical', text: 'Cyclical' },
  { value: 'plateau', text: 'On plateau' },
];

interface Words {
  readonly label: string;
  readonly unit?: string;
  /** What 0 stands for. */
  readonly zero?: string;
}

/** What the fields of optimiser and schedule are called. */
export const FIELD_WORDS: Readonly<Partial<Record<DraftField, Words>>> = {
  warmupSteps: { label: 'Warm-up', unit: 'steps' },
  minLearningRate: { label: 'Final rate' },
  cycleSteps: { label: 'Cycle', unit: 'steps' },
  cycleGrowth: { label: 'Growth', unit: '× a cycle' },
  factor: { label: 'Factor' },
  power: { label: 'Power' },
  decaySteps: { label: 'Decay over', unit: 'steps' },
  patience: { label: 'Patience', unit: 'validations' },
  minDelta: { label: 'Least gain', unit: 'nats' },
  momentum: { label: 'Momentum' },
  beta1: { label: 'Beta 1' },
  beta2: { label: 'Beta 2' },
  epsilon: { label: 'Epsilon' },
  weightDecay: { label: 'Decay of matrices', zero: 'none' },
  embeddingDecay: { label: 'Decay of tables', zero: 'none' },
  vectorDecay: { label: 'Decay of vectors', zero: 'none' },
  clipNorm: { label: 'Clip gradient norm at', zero: 'never' },
  clipValue: { label: 'Clip gradients at', unit: '±', zero: 'never' },
  accumulation: { label: 'Batches a step' },
  labelSmoothing: { label: 'Label smoothing', zero: 'none' },
  zLoss: { label: 'Z-loss weight', zero: 'none' },
  emaDecay: { label: 'Averaged weights, decay', zero: 'none kept' },
};
