import { DEFAULT_OPTIMIZER, PRESETS, defaultRun } from '../../shared/contract/presets.ts';
import type { PresetName } from '../../shared/contract/presets.ts';
import { LIMITS } from '../../shared/contract/limits.ts';
import type { RunConfig } from '../../shared/contract/run.ts';

/** Fields of the run form that hold a number, as typed. */
export const DRAFT_FIELDS = [
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
  'minLearningRate',
  'warmupSteps',
  'beta1',
  'beta2',
  'weightDecay',
  'clipNorm',
  'validationEverySteps',
  'validationWindows',
  'checkpointEverySteps',
  'sampleEverySteps',
] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];

/** The run form as typed: every field a string, so that half-typed numbers survive. */
export interface RunDraft {
  readonly name: string;
  readonly values: Readonly<Record<DraftField, string>>;
}

export type DraftProblems = Readonly<Partial<Record<DraftField | 'name', string>>>;

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly whole: boolean;
  /** `max` itself is not allowed. */
  readonly below?: boolean;
}

const whole = (bounds: { readonly min: number; readonly max: number }): Bounds => ({
  ...bounds,
  whole: true,
});
const every: Bounds = { min: 0, max: LIMITS.steps.max, whole: true };

const BOUNDS: Readonly<Record<DraftField, Bounds>> = {
  blocks: whole(LIMITS.blocks),
  heads: whole(LIMITS.heads),
  width: whole(LIMITS.width),
  context: whole(LIMITS.context),
  batch: whole(LIMITS.batch),
  steps: whole(LIMITS.steps),
  seed: whole(LIMITS.seed),
  threads: whole(LIMITS.threads),
  depth: whole(LIMITS.depth),
  learningRate: { min: 0, max: 1, whole: false },
  minLearningRate: { min: 0, max: 1, whole: false },
  warmupSteps: every,
  beta1: { min: 0, max: 1, whole: false, below: true },
  beta2: { min: 0, max: 1, whole: false, below: true },
  weightDecay: { min: 0, max: 10, whole: false },
  clipNorm: { min: 0, max: 1_000, whole: false },
  validationEverySteps: every,
  validationWindows: every,
  checkpointEverySteps: every,
  sampleEverySteps: every,
};

/** The draft of a sensible first run. */
export function createDraft(preset: PresetName, threads: number, name: string): RunDraft {
  return { name, values: valuesOf(defaultRun(preset, threads)) };
}

/** The form's values of a configuration, for repeating a run. */
export function valuesOf(config: Omit<RunConfig, 'corpusId' | 'name'>): RunDraft['values'] {
  const { model, optimizer, ...rest } = config;
  const numbers: Readonly<Record<DraftField, number>> = { ...model, ...optimizer, ...rest };
  return Object.fromEntries(DRAFT_FIELDS.map((field) => [field, String(numbers[field])])) as Record<
    DraftField,
    string
  >;
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
  for (const field of DRAFT_FIELDS) {
    const problem = numberProblem(draft.values[field], BOUNDS[field]);
    if (problem) problems[field] = problem;
  }
  const [width, heads] = [Number(draft.values.width), Number(draft.values.heads)];
  if (!problems.width && !problems.heads && width % heads !== 0) {
    problems.width = `A multiple of heads (${heads})`;
  }
  const [rate, end] = [Number(draft.values.learningRate), Number(draft.values.minLearningRate)];
  if (!problems.learningRate && rate <= 0) problems.learningRate = 'More than 0';
  if (!problems.learningRate && !problems.minLearningRate && end > rate) {
    problems.minLearningRate = 'At most the learning rate';
  }
  return problems;
}

/** The configuration the draft describes; undefined while it has problems. */
export function draftConfig(draft: RunDraft, corpusId: string): RunConfig | undefined {
  if (Object.keys(draftProblems(draft)).length > 0) return undefined;
  const of = (field: DraftField): number => Number(draft.values[field]);
  return {
    corpusId,
    name: draft.name.trim(),
    model: { blocks: of('blocks'), heads: of('heads'), width: of('width'), context: of('context') },
    batch: of('batch'),
    steps: of('steps'),
    seed: of('seed'),
    threads: of('threads'),
    depth: of('depth'),
    optimizer: {
      learningRate: of('learningRate'),
      minLearningRate: of('minLearningRate'),
      warmupSteps: of('warmupSteps'),
      beta1: of('beta1'),
      beta2: of('beta2'),
      epsilon: DEFAULT_OPTIMIZER.epsilon,
      weightDecay: of('weightDecay'),
      clipNorm: of('clipNorm'),
    },
    validationEverySteps: of('validationEverySteps'),
    validationWindows: of('validationWindows'),
    checkpointEverySteps: of('checkpointEverySteps'),
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

function numberProblem(text: string, bounds: Bounds): string | undefined {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return 'A number';
  if (bounds.whole && !Number.isInteger(value)) return 'A whole number';
  if (value < bounds.min) return `At least ${bounds.min.toLocaleString('en')}`;
  if (bounds.below && value >= bounds.max) return `Less than ${bounds.max.toLocaleString('en')}`;
  if (value > bounds.max) return `At most ${bounds.max.toLocaleString('en')}`;
  return undefined;
}
