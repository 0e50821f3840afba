import { DEFAULT_OPTIMIZER } from './optimizer.ts';
import type { ModelConfig, RunConfig } from './run.ts';

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

/** A sensible first run: everything but the corpus and its name. */
export function defaultRun(
  preset: PresetName,
  threads: number,
): Omit<RunConfig, 'corpusId' | 'name'> {
  return {
    ...PRESETS[preset],
    steps: 2_000,
    seed: 1,
    tables: 'standard',
    threads,
    depth: 1,
    optimizer: DEFAULT_OPTIMIZER,
    validationEverySteps: 50,
    validationWindows: 128,
    validationByAverages: false,
    labelSmoothing: 0,
    zLoss: 0,
    stopPatience: 0,
    stopDelta: 0,
    divergenceFactor: 2,
    checkpointEverySteps: 500,
    keepCheckpoints: 0,
    keepEverySteps: 0,
    sampleEverySteps: 100,
  };
}
