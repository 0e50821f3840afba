import type { RunSummary } from '../../../shared/contract/run.ts';

/** Whether a stored run can be gone on with. */
export function isUnfinished(run: RunSummary): boolean {
  return run.problem === undefined && newestCheckpointStep(run) < run.steps && hasCheckpoint(run);
}

/** Step of a run's newest checkpoint, from its file's name: step-000500.safetensors; 0 without one. */
export function newestCheckpointStep(run: Pick<RunSummary, 'checkpoints'>): number {
  const steps = run.checkpoints.map((name) => Number(/\d+/.exec(name)?.[0] ?? 0));
  return Math.max(0, ...steps);
}

function hasCheckpoint(run: RunSummary): boolean {
  return run.checkpoints.length > 0;
}
