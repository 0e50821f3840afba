import type { NativeRunConfig } from '../engine/engine-types.ts';
import type { RateChange } from '../../../shared/contract/optimizer.ts';
import type { RunConfig } from '../../../shared/contract/run.ts';

/** A hanging leaf is noticed sooner where it was made to hang. */
const INJECTED_TIMEOUT_MS = 1_000;

/** The part of a run's configuration that concerns the engine, and what the user changed on the way. */
export function nativeConfig(
  config: RunConfig,
  rateChanges: readonly RateChange[],
): NativeRunConfig {
  const { corpusId, model, batch, steps, seed, tables, threads, depth, optimizer } = config;
  const { validationEverySteps, validationWindows, validationByAverages } = config;
  const { labelSmoothing, zLoss, stopPatience, stopDelta, divergenceFactor } = config;
  const { maxDepth, faults } = config;
  return {
    ...{ corpusId, model, batch, steps, seed, tables, threads, depth, optimizer, rateChanges },
    ...{ validationEverySteps, validationWindows, validationByAverages },
    ...{ labelSmoothing, zLoss, stopPatience, stopDelta, divergenceFactor },
    ...(maxDepth !== undefined && { maxDepth }),
    ...(faults && { faults, sphereTimeoutMs: INJECTED_TIMEOUT_MS }),
  };
}
