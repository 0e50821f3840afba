import { z } from 'zod';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { TABLE_INITIALISATIONS } from '../../../shared/contract/run.ts';
import { isCheckpointName } from '../runs/checkpoint-files.ts';
import {
  flag,
  nameField,
  nothing,
  oneOf,
  parserOf,
  realNumber,
  runIdField,
  shortText,
  wholeNumber,
} from './fields.ts';
import { learningRateField, optimizerField } from './optimizer.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

const everySteps = wholeNumber({ min: 0, max: LIMITS.steps.max });

const model = z
  .strictObject({
    blocks: wholeNumber(LIMITS.blocks),
    heads: wholeNumber(LIMITS.heads),
    width: wholeNumber(LIMITS.width),
    context: wholeNumber(LIMITS.context),
  })
  .refine(({ width, heads }) => width % heads === 0, {
    path: ['width'],
    error: ({ input }) => {
      const { width, heads } = input as { width: number; heads: number };
      return `must be a multiple of the ${heads} heads, not ${width}`;
    },
  });

/** What run.start takes besides the corpus; run.json holds the same. */
export const runSettings = {
  name: nameField,
  model,
  batch: wholeNumber(LIMITS.batch),
  steps: wholeNumber(LIMITS.steps),
  seed: wholeNumber(LIMITS.seed),
  tables: z.enum(TABLE_INITIALISATIONS).default('standard'),
  threads: wholeNumber(LIMITS.threads),
  depth: wholeNumber(LIMITS.depth).default(LIMITS.depth.min),
  maxDepth: z.exactOptional(wholeNumber(LIMITS.depth)),
  optimizer: optimizerField,
  validationEverySteps: everySteps,
  validationWindows: wholeNumber(LIMITS.validationWindows),
  validationByAverages: flag.default(false),
  labelSmoothing: realNumber(LIMITS.share).default(0),
  zLoss: realNumber(LIMITS.zLoss).default(0),
  stopPatience: wholeNumber(LIMITS.patience).default(0),
  stopDelta: realNumber(LIMITS.minDelta).default(0),
  divergenceFactor: realNumber(LIMITS.divergenceFactor)
    .refine((factor) => factor === 0 || factor > 1, { error: 'must be 0, or above 1' })
    .default(0),
  checkpointEverySteps: everySteps,
  keepCheckpoints: wholeNumber(LIMITS.patience).default(0),
  keepEverySteps: everySteps.default(0),
  sampleEverySteps: everySteps,
};

/** What run.start takes beyond that: it is not stored. */
const faults = z.exactOptional(
  z
    .array(
      z.strictObject({
        kind: oneOf(['fail', 'hang', 'slow']),
        step: wholeNumber(LIMITS.steps),
        sphere: wholeNumber({ min: 0, max: LIMITS.spheres - 1 }),
        times: wholeNumber(LIMITS.faultTimes),
        delayMs: wholeNumber(LIMITS.faultDelayMs),
      }),
    )
    .max(LIMITS.faults, { error: `must be at most ${LIMITS.faults} faults` }),
);

const checkpointRule = { error: 'must be the name of a checkpoint, as step-000500.safetensors' };
export const checkpointField = z.string(checkpointRule).refine(isCheckpointName, checkpointRule);
const ofRun = { runId: runIdField };

export const runParsers = {
  'run.start': parserOf(z.strictObject({ corpusId: shortText(200, 1), ...runSettings, faults })),
  'run.pause': parserOf(z.strictObject(ofRun)),
  'run.resume': parserOf(z.strictObject(ofRun)),
  'run.step': parserOf(
    z.strictObject({ ...ofRun, count: z.exactOptional(wholeNumber(LIMITS.steps)) }),
  ),
  'run.stop': parserOf(z.strictObject({ ...ofRun, discard: z.exactOptional(flag) })),
  'run.validation': parserOf(z.strictObject(ofRun)),
  'run.checkpoint': parserOf(z.strictObject(ofRun)),
  'run.restore': parserOf(
    z.strictObject({
      ...ofRun,
      checkpoint: z.exactOptional(checkpointField),
    }),
  ),
  'run.extend': parserOf(z.strictObject({ ...ofRun, steps: wholeNumber(LIMITS.steps) })),
  'run.branch': parserOf(
    z.strictObject({
      ...ofRun,
      checkpoint: z.exactOptional(checkpointField),
      name: z.exactOptional(nameField),
    }),
  ),
  'run.setLearningRate': parserOf(z.strictObject({ ...ofRun, learningRate: learningRateField })),
  'run.schedule': parserOf(
    z.strictObject({
      optimizer: optimizerField,
      steps: wholeNumber(LIMITS.steps),
      points: z.exactOptional(wholeNumber(LIMITS.schedulePoints)),
    }),
  ),
  'run.list': parserOf(nothing),
  'run.history': parserOf(
    z.strictObject({
      ...ofRun,
      fromStep: z.exactOptional(wholeNumber({ min: 0, max: LIMITS.steps.max })),
    }),
  ),
} satisfies Partial<Parsers>;
