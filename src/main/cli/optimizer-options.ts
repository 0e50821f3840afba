import { LIMITS } from '../../shared/contract/limits.ts';
import {
  CYCLIC_SCHEDULES,
  OPTIMIZER_KINDS,
  SCHEDULE_FIELDS,
  SCHEDULE_KINDS,
  defaultOptimizer,
  tenthOf,
  type OptimizerConfig,
  type ScheduleConfig,
} from '../../shared/contract/optimizer.ts';
import { UsageError, type CommandLine } from '../host/shell/command-line.ts';

/** Options that say how the learning rate moves. */
export const SCHEDULE_OPTIONS = {
  schedule: { kind: 'choice', choices: SCHEDULE_KINDS, help: 'of the learning rate (cosine)' },
  lr: {
    kind: 'number',
    ...LIMITS.learningRate,
    help: 'largest learning rate (0.001, or what suits the optimiser)',
  },
  'min-lr': {
    kind: 'number',
    ...LIMITS.learningRate,
    help: 'learning rate at the end (default a tenth of --lr)',
  },
  warmup: { kind: 'integer', ...LIMITS.interval, help: 'steps of warm-up (default 100)' },
  cycle: {
    kind: 'integer',
    ...LIMITS.interval,
    help: 'steps of a cycle: restarts of cosine, exponential, step, cyclical',
  },
  'cycle-growth': {
    kind: 'number',
    ...LIMITS.cycleGrowth,
    help: 'each cosine cycle is so many times as long as the one before (default 1)',
  },
  factor: {
    kind: 'number',
    ...LIMITS.factor,
    help: 'of exponential, step and plateau (default 0.5)',
  },
  power: { kind: 'number', ...LIMITS.power, help: 'of polynomial (default 2)' },
  'decay-steps': {
    kind: 'integer',
    ...LIMITS.steps,
    help: 'last steps of warm-up-stable-decay (default 200)',
  },
  'plateau-patience': {
    kind: 'integer',
    ...LIMITS.patience,
    help: 'validations without progress before a plateau lowers the rate (default 5)',
  },
  'plateau-delta': {
    kind: 'number',
    ...LIMITS.minDelta,
    help: 'nats that count as progress of a plateau (default 0)',
  },
} as const;

/** Options that say how the weights are updated. */
export const OPTIMIZER_OPTIONS = {
  optimizer: { kind: 'choice', choices: OPTIMIZER_KINDS, help: 'how weights move (adamw)' },
  ...SCHEDULE_OPTIONS,
  momentum: { kind: 'number', ...LIMITS.share, help: 'of momentum, nesterov and muon' },
  beta1: { kind: 'number', ...LIMITS.share, help: 'of adam, adamw, lion and muon (default 0.9)' },
  beta2: { kind: 'number', ...LIMITS.share, help: 'likewise, and of rmsprop (default 0.99)' },
  epsilon: { kind: 'number', ...LIMITS.epsilon, help: 'of adam and its kin (default 1e-8)' },
  'weight-decay': { kind: 'number', ...LIMITS.decay, help: "of the blocks' matrices (adamw: 0.1)" },
  'embedding-decay': {
    kind: 'number',
    ...LIMITS.decay,
    help: 'of the token and position tables (default: as --weight-decay)',
  },
  'vector-decay': { kind: 'number', ...LIMITS.decay, help: 'of biases and gains (default 0)' },
  clip: { kind: 'number', ...LIMITS.clip, help: 'largest gradient norm, 0: any (default 1)' },
  'clip-value': { kind: 'number', ...LIMITS.clip, help: 'largest gradient element, 0: any' },
  accumulate: {
    kind: 'integer',
    ...LIMITS.accumulation,
    help: 'batches that make one update (default 1)',
  },
  ema: {
    kind: 'number',
    ...LIMITS.share,
    help: 'decay of averaged weights kept beside the newest, as 0.999; 0: none (default)',
  },
} as const;

export type ScheduleOptions = CommandLine<typeof SCHEDULE_OPTIONS>['options'];
export type OptimizerOptions = CommandLine<typeof OPTIMIZER_OPTIONS>['options'];

/** The optimiser that the options describe, for a run of `steps`. Throws UsageError when they contradict each other. */
export function optimizerConfig(options: OptimizerOptions, steps: number): OptimizerConfig {
  const base = defaultOptimizer(options.optimizer ?? 'adamw');
  const learningRate = options.lr ?? base.learningRate;
  if (learningRate <= 0) throw new UsageError('--lr must be above 0.');
  const weightDecay = options['weight-decay'] ?? base.weightDecay;
  return {
    ...base,
    learningRate,
    schedule: scheduleConfig(options, base.schedule, learningRate, steps),
    momentum: options.momentum ?? base.momentum,
    beta1: options.beta1 ?? base.beta1,
    beta2: options.beta2 ?? base.beta2,
    epsilon: options.epsilon ?? base.epsilon,
    weightDecay,
    embeddingDecay: options['embedding-decay'] ?? weightDecay,
    vectorDecay: options['vector-decay'] ?? base.vectorDecay,
    clipNorm: options.clip ?? base.clipNorm,
    clipValue: options['clip-value'] ?? base.clipValue,
    accumulation: options.accumulate ?? base.accumulation,
    emaDecay: options.ema ?? base.emaDecay,
  };
}

function scheduleConfig(
  options: ScheduleOptions,
  base: ScheduleConfig,
  learningRate: number,
  steps: number,
): ScheduleConfig {
  const kind = options.schedule ?? base.kind;
  const cyclic = CYCLIC_SCHEDULES.includes(kind);
  const cycleSteps = options.cycle ?? (cyclic ? Math.max(1, Math.round(steps / 10)) : 0);
  if (cyclic && cycleSteps === 0) throw new UsageError(`--schedule ${kind} needs --cycle above 0.`);
  const ends = SCHEDULE_FIELDS[kind].includes('minLearningRate');
  const minLearningRate = options['min-lr'] ?? (ends ? tenthOf(learningRate) : 0);
  if (minLearningRate > learningRate) {
    throw new UsageError(
      `--min-lr must be at most --lr (${learningRate}), not ${minLearningRate}.`,
    );
  }
  return {
    ...base,
    ...{ kind, cycleSteps, minLearningRate },
    warmupSteps: options.warmup ?? base.warmupSteps,
    cycleGrowth: options['cycle-growth'] ?? base.cycleGrowth,
    factor: options.factor ?? base.factor,
    power: options.power ?? base.power,
    decaySteps: options['decay-steps'] ?? base.decaySteps,
    patience: options['plateau-patience'] ?? base.patience,
    minDelta: options['plateau-delta'] ?? base.minDelta,
  };
}
