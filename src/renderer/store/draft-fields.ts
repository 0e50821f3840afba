import {
  OPTIMIZER_FIELDS,
  SCHEDULE_FIELDS,
  type OptimizerKind,
  type ScheduleKind,
} from '../../shared/contract/optimizer.ts';

/** Fields of every run. */
const COMMON_FIELDS = [
  'blocks',
  'heads',
  'width',
  'context',
  'batch',
  'steps',
  'seed',
  'threads',
  'depth',
  'learningRate',
  'weightDecay',
  'embeddingDecay',
  'vectorDecay',
  'clipNorm',
  'clipValue',
  'accumulation',
  'emaDecay',
  'validationEverySteps',
  'validationWindows',
  'labelSmoothing',
  'zLoss',
  'stopPatience',
  'stopDelta',
  'divergenceFactor',
  'checkpointEverySteps',
  'keepCheckpoints',
  'keepEverySteps',
  'sampleEverySteps',
] as const;

/** Fields that only some optimisers or schedules use. */
const PARTICULAR_FIELDS = [
  'momentum',
  'beta1',
  'beta2',
  'epsilon',
  'warmupSteps',
  'minLearningRate',
  'cycleSteps',
  'cycleGrowth',
  'factor',
  'power',
  'decaySteps',
  'patience',
  'minDelta',
] as const;

/** Fields of the run form that hold a number, as typed. */
export const DRAFT_FIELDS = [...COMMON_FIELDS, ...PARTICULAR_FIELDS] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];

/** The fields that a run with this optimiser and schedule has. */
export function usedFields(
  optimizer: OptimizerKind,
  schedule: ScheduleKind,
): readonly DraftField[] {
  return [...COMMON_FIELDS, ...OPTIMIZER_FIELDS[optimizer], ...SCHEDULE_FIELDS[schedule]];
}
