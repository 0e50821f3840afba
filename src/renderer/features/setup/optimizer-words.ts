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
  weightDecay: { label: 'Decay', unit: 'matrices' },
  embeddingDecay: { label: 'Decay', unit: 'tables' },
  vectorDecay: { label: 'Decay', unit: 'vectors' },
  clipNorm: { label: 'Clip norm', unit: '0: none' },
  clipValue: { label: 'Clip value', unit: '0: none' },
  accumulation: { label: 'Batches', unit: 'a step' },
  labelSmoothing: { label: 'Smoothing', unit: 'labels' },
  zLoss: { label: 'Z-loss', unit: '0: none' },
  emaDecay: { label: 'Average', unit: '0: none' },
};
