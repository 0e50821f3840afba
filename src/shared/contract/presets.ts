import type { ModelConfig, OptimizerConfig, RunConfig } from './run.ts';

export type PresetName = 'baby' | 'big';

export interface Preset {
  readonly model: ModelConfig;
  readonly batch: number;
}

/** The two sizes every figure of this project is quoted for. */
export const PRESETS: Record<PresetName, Preset> = {
  baby: { model: { blocks: 4, heads: 4, width: 128, context: 64 }, batch: 12 },
  big: { model: { blocks: 6, heads: 6, width: 384, context: 256 }, batch: 8 },
};

export const DEFAULT_OPTIMIZER: OptimizerConfig = {
  learningRate: 1e-3,
  minLearningRate: 1e-4,
  warmupSteps: 100,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: 1,
};

/** A sensible first run: everything but the corpus and its name. */
export function defaultRun(
  preset: PresetName,
  threads: number,
): Omit<RunConfig, 'corpusId' | 'name'> {
  return {
    ...PRESETS[preset],
    steps: 2_000,
    seed: 1,
    threads,
    depth: 1,
    optimizer: DEFAULT_OPTIMIZER,
    validationEverySteps: 50,
    validationWindows: 128,
    checkpointEverySteps: 500,
    sampleEverySteps: 100,
  };
}
