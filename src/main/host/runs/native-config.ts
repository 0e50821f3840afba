import type { NativeRunConfig } from '../engine/engine-types.ts';
import type { RunConfig } from '../../../shared/contract/run.ts';

/** The part of a run's configuration that concerns the engine. */
export function nativeConfig(config: RunConfig): NativeRunConfig {
  const { corpusId, model, batch, steps, seed, threads, depth, optimizer } = config;
  const { validationEverySteps, validationWindows } = config;
  return {
    ...{ corpusId, model, batch, steps, seed, threads, depth, optimizer },
    ...{ validationEverySteps, validationWindows },
  };
}
