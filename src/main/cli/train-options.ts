import path from 'node:path';
import type { CorpusOpenParams } from '../../shared/contract/corpus.ts';
import { LIMITS } from '../../shared/contract/limits.ts';
import { defaultRun, type PresetName } from '../../shared/contract/presets.ts';
import { TABLE_INITIALISATIONS, type RunConfig } from '../../shared/contract/run.ts';
import { UsageError, type CommandLine } from '../host/shell/command-line.ts';
import { COMMON, RUNS } from './common-options.ts';
import { OPTIMIZER_OPTIONS, optimizerConfig } from './optimizer-options.ts';
import { readFaults } from './faults.ts';

const INTERVAL = LIMITS.interval;

export const TRAIN_OPTIONS = {
  model: {
    kind: 'choice',
    choices: ['baby', 'big'],
    help: 'baby (default): 4 blocks, 4 heads, 128 wide, context 64, batch 12; big: 6, 6, 384, 256, 8',
  },
  tokenizer: {
    kind: 'choice',
    choices: ['char', 'byte', 'bpe'],
    help: 'char (default), byte, or bpe: byte pairs learnt from the text',
  },
  vocabulary: {
    kind: 'integer',
    ...LIMITS.vocabulary,
    help: 'tokens that bpe learns (default 4,096)',
  },
  'tokenizer-file': {
    kind: 'text',
    placeholder: 'file',
    help: 'a tokenizer.json for bpe, used as it is',
  },
  split: {
    kind: 'choice',
    choices: ['tail', 'each', 'documents'],
    help: 'what validates: the end of all (default), the end of each file, or whole files',
  },
  validation: {
    kind: 'number',
    ...LIMITS.validationShare,
    help: 'share of the text that validates (default 0.1)',
  },
  steps: { kind: 'integer', ...LIMITS.steps, help: 'steps to train (default 2,000)' },
  seed: { kind: 'integer', ...LIMITS.seed, help: 'same seed, same bits (default 1)' },
  tables: {
    kind: 'choice',
    choices: TABLE_INITIALISATIONS,
    help: 'where the token and position tables begin: standard (default), at angular positions, or there for good',
  },
  threads: {
    kind: 'integer',
    ...LIMITS.threads,
    help: 'workers; changes the speed, never the result (default: one a processor)',
  },
  depth: {
    kind: 'integer',
    ...LIMITS.depth,
    help: 'levels of spheres: 13, 157, 1,885 or 22,621 of them; never changes the result (default 1)',
  },
  'max-depth': {
    kind: 'integer',
    ...LIMITS.depth,
    help: 'levels that the tree grows to under load and shrinks from at rest (default: it keeps its depth)',
  },
  batch: { kind: 'integer', ...LIMITS.batch, help: 'sequences a batch' },
  blocks: { kind: 'integer', ...LIMITS.blocks, help: "the model's blocks" },
  heads: { kind: 'integer', ...LIMITS.heads, help: 'attention heads a block' },
  width: { kind: 'integer', ...LIMITS.width, help: 'features a token, a multiple of the heads' },
  context: { kind: 'integer', ...LIMITS.context, help: 'tokens of context' },
  ...OPTIMIZER_OPTIONS,
  'validate-every': {
    kind: 'integer',
    ...INTERVAL,
    help: 'steps between validations (default 50)',
  },
  'validation-windows': {
    kind: 'integer',
    ...LIMITS.validationWindows,
    help: 'windows of the context a validation reads, evenly spaced, 0: the whole split (default 128)',
  },
  'validate-averages': { kind: 'flag', help: 'validate the weights that --ema averages' },
  'label-smoothing': {
    kind: 'number',
    ...LIMITS.share,
    help: 'share of the target spread over the vocabulary (default 0)',
  },
  'z-loss': { kind: 'number', ...LIMITS.zLoss, help: 'weight of the z-loss (default 0)' },
  'stop-patience': {
    kind: 'integer',
    ...LIMITS.patience,
    help: 'validations without progress after which training stops, 0: never (default)',
  },
  'stop-delta': {
    kind: 'number',
    ...LIMITS.minDelta,
    help: 'nats that count as progress (default 0)',
  },
  'divergence-factor': {
    kind: 'number',
    ...LIMITS.divergenceFactor,
    help: 'training pauses at a loss so many times its recent average, 0: never (default 2)',
  },
  keep: {
    kind: 'integer',
    ...LIMITS.patience,
    help: 'newest checkpoints kept besides the best, 0: all (default)',
  },
  'keep-every': {
    kind: 'integer',
    ...INTERVAL,
    help: 'steps whose multiples are kept always, 0: none (default)',
  },
  'checkpoint-every': {
    kind: 'integer',
    ...INTERVAL,
    help: 'steps between checkpoints (default 500)',
  },
  inject: {
    kind: 'text',
    placeholder: 'faults',
    help: 'fail@STEP:SPHERE[:TIMES], hang@… and slow@…[:MS], by commas: what the machine recovers from',
  },
  name: { kind: 'text', placeholder: 'name', help: "the run's name (default: the corpus's)" },
  ...RUNS,
  ...COMMON,
} as const;

/** How the text is opened. Throws UsageError when options contradict each other. */
export function corpusOptions(options: TrainOptions): Omit<CorpusOpenParams, 'source'> {
  const { vocabulary, split, validation, 'tokenizer-file': file } = options;
  const tokenizer = options.tokenizer ?? (file === undefined ? 'char' : 'bpe');
  if (tokenizer !== 'bpe' && (vocabulary ?? file) !== undefined) {
    throw new UsageError('--vocabulary and --tokenizer-file need --tokenizer bpe.');
  }
  return {
    tokenizer,
    ...(vocabulary !== undefined && { vocabulary }),
    ...(file !== undefined && { tokenizerFile: path.resolve(file) }),
    ...((split ?? validation) !== undefined && {
      split: { kind: split ?? 'tail', validation: validation ?? 0.1, seed: options.seed ?? 1 },
    }),
  };
}

export type TrainOptions = CommandLine<typeof TRAIN_OPTIONS>['options'];

/** More workers than sequences would have nothing to do. */
function defaultThreads(processors: number, batch: number): number {
  return Math.max(1, Math.min(processors, batch, LIMITS.threads.max));
}

/**
 * The run that the options describe. Throws UsageError when they contradict each other.
 *
 * @param processors that this process may run on
 */
export function runConfig(
  options: TrainOptions,
  corpus: { readonly corpusId: string; readonly name: string },
  processors: number,
): RunConfig {
  const preset: PresetName = options.model ?? 'baby';
  const base = defaultRun(preset, 1);
  const batch = options.batch ?? base.batch;
  const steps = options.steps ?? base.steps;
  const model = {
    blocks: options.blocks ?? base.model.blocks,
    heads: options.heads ?? base.model.heads,
    width: options.width ?? base.model.width,
    context: options.context ?? base.model.context,
  };
  if (model.width % model.heads !== 0) {
    throw new UsageError(
      `--width must be a multiple of --heads: ${model.width} is not one of ${model.heads}.`,
    );
  }
  const depth = options.depth ?? base.depth;
  const maxDepth = options['max-depth'];
  if (maxDepth !== undefined && maxDepth < depth) {
    throw new UsageError(`--max-depth must be at least --depth, ${depth}; it is ${maxDepth}.`);
  }
  const optimizer = optimizerConfig(options, steps);
  if (options['validate-averages'] && optimizer.emaDecay === 0) {
    throw new UsageError('--validate-averages needs --ema above 0.');
  }
  return {
    ...base,
    corpusId: corpus.corpusId,
    name: (options.name ?? corpus.name).slice(0, LIMITS.nameLength),
    model,
    batch,
    steps,
    seed: options.seed ?? base.seed,
    tables: options.tables ?? base.tables,
    threads: options.threads ?? defaultThreads(processors, batch),
    depth,
    ...(maxDepth !== undefined && { maxDepth }),
    ...(options.inject !== undefined && { faults: readFaults(options.inject) }),
    optimizer,
    validationEverySteps: options['validate-every'] ?? base.validationEverySteps,
    validationWindows: options['validation-windows'] ?? base.validationWindows,
    validationByAverages: options['validate-averages'] ?? false,
    labelSmoothing: options['label-smoothing'] ?? base.labelSmoothing,
    zLoss: options['z-loss'] ?? base.zLoss,
    stopPatience: options['stop-patience'] ?? base.stopPatience,
    stopDelta: options['stop-delta'] ?? base.stopDelta,
    divergenceFactor: options['divergence-factor'] ?? base.divergenceFactor,
    keepCheckpoints: options.keep ?? base.keepCheckpoints,
    keepEverySteps: options['keep-every'] ?? base.keepEverySteps,
    checkpointEverySteps: options['checkpoint-every'] ?? base.checkpointEverySteps,
    sampleEverySteps: 0, // the text is sampled at the end
  };
}
