import { z } from 'zod';
import {
  CYCLIC_SCHEDULES,
  DEFAULT_OPTIMIZER,
  DEFAULT_SCHEDULE,
  OPTIMIZER_KINDS,
  SCHEDULE_KINDS,
} from '../../../shared/contract/optimizer.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { expected, oneOf, realNumber, wholeNumber } from './fields.ts';

const steps = wholeNumber(LIMITS.interval);
const share = realNumber(LIMITS.share);
const decay = realNumber(LIMITS.decay);
const clip = realNumber(LIMITS.clip);

const schedule = z
  .strictObject({
    kind: oneOf(SCHEDULE_KINDS),
    warmupSteps: steps,
    minLearningRate: realNumber(LIMITS.learningRate),
    cycleSteps: steps,
    cycleGrowth: realNumber(LIMITS.cycleGrowth),
    factor: realNumber(LIMITS.factor),
    power: realNumber(LIMITS.power),
    decaySteps: wholeNumber(LIMITS.steps),
    patience: wholeNumber(LIMITS.patience),
    minDelta: realNumber(LIMITS.minDelta),
    horizon: steps,
  })
  .refine(({ kind, cycleSteps }) => cycleSteps > 0 || !CYCLIC_SCHEDULES.includes(kind), {
    path: ['cycleSteps'],
    error: ({ input }) => `must be 1 or more for a schedule that is ${kindOf(input)}, not 0`,
  });

const learningRate = realNumber(LIMITS.learningRate).refine(
  (rate) => rate > 0,
  expected(`a number above 0, at most ${LIMITS.learningRate.max}`),
);

const optimizer = z
  .strictObject({
    kind: oneOf(OPTIMIZER_KINDS),
    learningRate,
    schedule,
    momentum: share,
    beta1: share,
    beta2: share,
    epsilon: realNumber(LIMITS.epsilon),
    weightDecay: decay,
    embeddingDecay: decay,
    vectorDecay: decay,
    clipNorm: clip,
    clipValue: clip,
    accumulation: wholeNumber(LIMITS.accumulation),
    emaDecay: share,
  })
  .refine((o) => o.schedule.minLearningRate <= o.learningRate, {
    path: ['schedule', 'minLearningRate'],
    error: ({ input }) =>
      `must be at most the learning rate, ${(input as { learningRate: number }).learningRate}`,
  });

/**
 * The optimiser of a run. A record without a kind is of before there were others: AdamW under warm-up and cosine, whose
 * two fields then stood beside the optimiser's own; its tables decayed as its matrices do.
 */
export const optimizerField = z.preprocess(upgrade, optimizer);

function upgrade(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || 'kind' in input) return input;
  const { warmupSteps, minLearningRate, ...rest } = input as Record<string, unknown>;
  return {
    ...DEFAULT_OPTIMIZER,
    embeddingDecay: rest['weightDecay'],
    ...rest,
    schedule: { ...DEFAULT_SCHEDULE, warmupSteps, minLearningRate },
  };
}

function kindOf(input: unknown): string {
  return (input as { kind: string }).kind;
}

export { learningRate as learningRateField };
