/** How the weights are updated; native/engine/training/optimizer_config.hpp has the same kinds and fields. */
export const OPTIMIZER_KINDS = [
  'sgd',
  'momentum',
  'nesterov',
  'rmsprop',
  'adagrad',
  'adam', // decay coupled: added to the gradient
  'adamw', // decay decoupled, as of all the others
  'lion',
  'muon', // of the blocks' matrices; AdamW of the rest
] as const;
export type OptimizerKind = (typeof OPTIMIZER_KINDS)[number];

/** How the learning rate moves. All but constant, one-cycle and cyclical first rise linearly over the warm-up. */
export const SCHEDULE_KINDS = [
  'constant',
  'warm-up', // then constant
  'linear',
  'cosine', // with restarts every cycleSteps, unless that is 0
  'exponential', // times factor each cycleSteps, smoothly
  'step', // times factor at each cycleSteps
  'polynomial',
  'one-cycle', // up by half a cosine over the warm-up, down by another
  'cyclical', // a triangle of cycleSteps
  'warm-up-stable-decay', // constant, then linearly down over the last decaySteps
  'plateau', // times factor when validation has not improved for `patience` validations
] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

export interface ScheduleConfig {
  readonly kind: ScheduleKind;
  readonly warmupSteps: number;
  /** The least rate: where decays end. */
  readonly minLearningRate: number;
  readonly cycleSteps: number;
  /** Each cosine cycle is so many times as long as the one before. */
  readonly cycleGrowth: number;
  readonly factor: number;
  readonly power: number;
  readonly decaySteps: number;
  /** Validations without progress that a plateau waits for. */
  readonly patience: number;
  /** Nats a validation must improve by to count as progress. */
  readonly minDelta: number;
  /** Steps the schedule is laid out for; 0: the run's. Later steps keep its last rate. */
  readonly horizon: number;
}

export interface OptimizerConfig {
  readonly kind: OptimizerKind;
  /** The schedule's largest. */
  readonly learningRate: number;
  readonly schedule: ScheduleConfig;
  /** Of momentum, nesterov, muon. */
  readonly momentum: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Of the blocks' matrices. */
  readonly weightDecay: number;
  /** Of the token and position tables. */
  readonly embeddingDecay: number;
  /** Of biases and gains. */
  readonly vectorDecay: number;
  /** Largest global gradient norm; 0: no clipping. */
  readonly clipNorm: number;
  /** Largest gradient element, after clipNorm; 0: no clipping. */
  readonly clipValue: number;
  /** Batches that make one update. */
  readonly accumulation: number;
  /** Decay of the averaged weights kept beside the newest; 0: none are kept. */
  readonly emaDecay: number;
}

type OptimizerField = Exclude<keyof OptimizerConfig, 'kind' | 'schedule' | 'learningRate'>;
type ScheduleField = Exclude<keyof ScheduleConfig, 'kind' | 'horizon'>;

const ADAM = ['beta1', 'beta2', 'epsilon'] as const;

/** The fields that a kind has of its own; decay, clipping, accumulation and averages all have. */
export const OPTIMIZER_FIELDS: Readonly<Record<OptimizerKind, readonly OptimizerField[]>> = {
  sgd: [],
  momentum: ['momentum'],
  nesterov: ['momentum'],
  rmsprop: ['beta2', 'epsilon'],
  adagrad: ['epsilon'],
  adam: ADAM,
  adamw: ADAM,
  lion: ['beta1', 'beta2'],
  muon: ['momentum', ...ADAM],
};

/** The fields that a schedule uses besides the learning rate. */
export const SCHEDULE_FIELDS: Readonly<Record<ScheduleKind, readonly ScheduleField[]>> = {
  constant: [],
  'warm-up': ['warmupSteps'],
  linear: ['warmupSteps', 'minLearningRate'],
  cosine: ['warmupSteps', 'minLearningRate', 'cycleSteps', 'cycleGrowth'],
  exponential: ['warmupSteps', 'minLearningRate', 'cycleSteps', 'factor'],
  step: ['warmupSteps', 'minLearningRate', 'cycleSteps', 'factor'],
  polynomial: ['warmupSteps', 'minLearningRate', 'power'],
  'one-cycle': ['warmupSteps', 'minLearningRate'],
  cyclical: ['minLearningRate', 'cycleSteps'],
  'warm-up-stable-decay': ['warmupSteps', 'minLearningRate', 'decaySteps'],
  plateau: ['warmupSteps', 'minLearningRate', 'factor', 'patience', 'minDelta'],
};

/** Kinds whose cycleSteps cannot be 0. */
export const CYCLIC_SCHEDULES: readonly ScheduleKind[] = ['exponential', 'step', 'cyclical'];

export const DEFAULT_SCHEDULE: ScheduleConfig = {
  kind: 'cosine',
  warmupSteps: 100,
  minLearningRate: 1e-4,
  cycleSteps: 0,
  cycleGrowth: 1,
  factor: 0.5,
  power: 2,
  decaySteps: 200,
  patience: 5,
  minDelta: 0,
  horizon: 0,
};

export const DEFAULT_OPTIMIZER: OptimizerConfig = {
  kind: 'adamw',
  learningRate: 1e-3,
  schedule: DEFAULT_SCHEDULE,
  momentum: 0.9,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.1,
  embeddingDecay: 0.1,
  vectorDecay: 0,
  clipNorm: 1,
  clipValue: 0,
  accumulation: 1,
  emaDecay: 0,
};

/** What else a sensible first run has with an optimiser: its learning rate, and what differs from AdamW's. */
export const OPTIMIZER_DEFAULTS: Readonly<Record<OptimizerKind, Partial<OptimizerConfig>>> = {
  sgd: { learningRate: 0.3, weightDecay: 0, embeddingDecay: 0 },
  momentum: { learningRate: 0.05, weightDecay: 0, embeddingDecay: 0 },
  nesterov: { learningRate: 0.05, weightDecay: 0, embeddingDecay: 0 },
  rmsprop: { weightDecay: 0, embeddingDecay: 0 },
  adagrad: { learningRate: 0.02, weightDecay: 0, embeddingDecay: 0 },
  adam: { weightDecay: 0, embeddingDecay: 0 },
  adamw: {},
  lion: { learningRate: 2e-4, weightDecay: 0.5, embeddingDecay: 0.5 },
  muon: { learningRate: 3e-3, momentum: 0.95 },
};

/** The optimiser of a sensible first run: its rate ends at a tenth. */
export function defaultOptimizer(kind: OptimizerKind): OptimizerConfig {
  const optimizer = { ...DEFAULT_OPTIMIZER, ...OPTIMIZER_DEFAULTS[kind], kind };
  const minLearningRate = tenthOf(optimizer.learningRate);
  return { ...optimizer, schedule: { ...optimizer.schedule, minLearningRate } };
}

/** A tenth as one would write it down: 0.0003, not 0.00030000000000000003. */
export function tenthOf(rate: number): number {
  return Number((rate / 10).toPrecision(12));
}

/** A schedule as it would run. Both arrays have one length; steps ascend from the first to the last. */
export interface ScheduleCurve {
  readonly step: readonly number[];
  readonly learningRate: readonly number[];
}

/** From `fromStep` on the schedule's rate is multiplied by `scale`: a change by hand. */
export interface RateChange {
  readonly fromStep: number;
  readonly scale: number;
}
