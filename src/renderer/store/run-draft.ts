import {
  CYCLIC_SCHEDULES,
  DEFAULT_OPTIMIZER,
  DEFAULT_SCHEDULE,
} from '../../shared/contract/optimizer.ts';
import type {
  OptimizerConfig,
  OptimizerKind,
  ScheduleConfig,
  ScheduleKind,
} from '../../shared/contract/optimizer.ts';
import { PRESETS, defaultRun } from '../../shared/contract/presets.ts';
import type { PresetName } from '../../shared/contract/presets.ts';
import { LIMITS } from '../../shared/contract/limits.ts';
import { BOUNDS, numberProblem } from './draft-bounds.ts';
import { DRAFT_FIELDS, usedFields } from './draft-fields.ts';
import type { DraftField } from './draft-fields.ts';
import type { RunConfig, TableInitialisation } from '../../shared/contract/run.ts';

/** The run form as typed: every field a string, so that half-typed numbers survive. */
export interface RunDraft {
  readonly name: string;
  readonly optimizer: OptimizerKind;
  readonly schedule: ScheduleKind;
  readonly tables: TableInitialisation;
  /** Validates the averaged weights, when some are kept. */
  readonly byAverages: boolean;
  /** Of every field, also of those that the optimiser and the schedule have no use for. */
  readonly values: Readonly<Record<DraftField, string>>;
}

export type DraftProblems = Readonly<Partial<Record<DraftField | 'name', string>>>;

/** The draft of a sensible first run. */
export function createDraft(preset: PresetName, threads: number, name: string): RunDraft {
  const run = defaultRun(preset, threads);
  const { kind, schedule } = run.optimizer;
  return {
    ...{ name, optimizer: kind, schedule: schedule.kind, tables: run.tables, byAverages: false },
    values: valuesOf(run),
  };
}

/** The form's values of a configuration, for repeating a run. */
export function valuesOf(config: Omit<RunConfig, 'corpusId' | 'name'>): RunDraft['values'] {
  const { model, optimizer, validationByAverages: _, tables: __, ...rest } = config;
  return { ...asTyped({ ...model, ...rest }), ...optimizerValues(optimizer) };
}

/** The form's values of an optimiser. */
export function optimizerValues(
  optimizer: OptimizerConfig,
): Pick<RunDraft['values'], DraftField & (keyof OptimizerConfig | keyof ScheduleConfig)> {
  const { kind: _, schedule, ...own } = optimizer;
  const { kind: __, horizon: ___, ...scheduled } = schedule;
  return asTyped({ ...own, ...scheduled });
}

function asTyped<T extends object>(numbers: T): Record<keyof T & DraftField, string> {
  const fields = DRAFT_FIELDS.filter((field) => field in numbers);
  return Object.fromEntries(
    fields.map((field) => [field, String(numbers[field as keyof T])]),
  ) as Record<keyof T & DraftField, string>;
}

/** Values that a preset sets. */
export function presetValues(preset: PresetName): Partial<RunDraft['values']> {
  const { model, batch } = PRESETS[preset];
  return {
    blocks: String(model.blocks),
    heads: String(model.heads),
    width: String(model.width),
    context: String(model.context),
    batch: String(batch),
  };
}

/** The preset whose sizes the draft has; undefined: sizes of its own. */
export function draftPreset(draft: RunDraft): PresetName | undefined {
  return (Object.keys(PRESETS) as PresetName[]).find((preset) =>
    Object.entries(presetValues(preset)).every(
      ([field, value]) => draft.values[field as DraftField] === value,
    ),
  );
}

/** What is wrong with the draft, beside the field it concerns; empty: it can start. */
export function draftProblems(draft: RunDraft): DraftProblems {
  const problems: Partial<Record<DraftField | 'name', string>> = {};
  const name = nameProblem(draft.name);
  if (name) problems.name = name;
  const used = usedFields(draft.optimizer, draft.schedule);
  for (const field of used) {
    const problem = numberProblem(draft.values[field], BOUNDS[field]);
    if (problem) problems[field] = problem;
  }
  const [width, heads] = [Number(draft.values.width), Number(draft.values.heads)];
  if (!problems.width && !problems.heads && width % heads !== 0) {
    problems.width = `A multiple of heads (${heads})`;
  }
  const [rate, end] = [Number(draft.values.learningRate), Number(draft.values.minLearningRate)];
  const ends = used.includes('minLearningRate') && !problems.minLearningRate;
  if (ends && !problems.learningRate && end > rate) {
    problems.minLearningRate = 'At most the learning rate';
  }
  if (CYCLIC_SCHEDULES.includes(draft.schedule) && Number(draft.values.cycleSteps) === 0) {
    problems.cycleSteps ??= 'At least 1';
  }
  return problems;
}

/** The optimiser the draft describes; fields that it has no use for keep their defaults. */
export function draftOptimizer(draft: RunDraft): OptimizerConfig {
  const used = usedFields(draft.optimizer, draft.schedule);
  const typed = <T extends object>(defaults: T): T => {
    const own = used.filter((field) => field in defaults);
    return {
      ...defaults,
      ...Object.fromEntries(own.map((field) => [field, Number(draft.values[field])])),
    };
  };
  const { schedule: _, ...own } = DEFAULT_OPTIMIZER;
  const optimizer = typed({ ...own, kind: draft.optimizer });
  const schedule = typed({ ...DEFAULT_SCHEDULE, kind: draft.schedule });
  const unused = !used.includes('minLearningRate');
  // A least rate that is not used must still not lie above the rate.
  return { ...optimizer, schedule: unused ? { ...schedule, minLearningRate: 0 } : schedule };
}

/** The configuration the draft describes; undefined while it has problems. */
export function draftConfig(draft: RunDraft, corpusId: string): RunConfig | undefined {
  if (Object.keys(draftProblems(draft)).length > 0) return undefined;
  const of = (field: DraftField): number => Number(draft.values[field]);
  const optimizer = draftOptimizer(draft);
  return {
    corpusId,
    name: draft.name.trim(),
    model: { blocks: of('blocks'), heads: of('heads'), width: of('width'), context: of('context') },
    batch: of('batch'),
    steps: of('steps'),
    seed: of('seed'),
    tables: draft.tables,
    threads: of('threads'),
    depth: of('depth'),
    optimizer,
    validationEverySteps: of('validationEverySteps'),
    validationWindows: of('validationWindows'),
    validationByAverages: draft.byAverages && optimizer.emaDecay > 0,
    labelSmoothing: of('labelSmoothing'),
    zLoss: of('zLoss'),
    stopPatience: of('stopPatience'),
    stopDelta: of('stopDelta'),
    divergenceFactor: of('divergenceFactor'),
    checkpointEverySteps: of('checkpointEverySteps'),
    keepCheckpoints: of('keepCheckpoints'),
    keepEverySteps: of('keepEverySteps'),
    sampleEverySteps: of('sampleEverySteps'),
  };
}

/** Trainable numbers of GPT-2's architecture with a tied head: what the engine will report. */
export function parameterCount(
  model: Pick<RunConfig['model'], 'blocks' | 'width' | 'context'>,
  vocabulary: number,
): number {
  const { blocks, width, context } = model;
  const attention = 4 * width * width + 4 * width;
  const feedForward = 8 * width * width + 5 * width;
  const norms = 4 * width;
  return (
    vocabulary * width + context * width + blocks * (attention + feedForward + norms) + 2 * width
  );
}

function nameProblem(name: string): string | undefined {
  const trimmed = name.trim();
  if (trimmed.length === 0) return 'A name';
  if (trimmed.length > LIMITS.nameLength) return `At most ${LIMITS.nameLength} characters`;
  return undefined;
}
