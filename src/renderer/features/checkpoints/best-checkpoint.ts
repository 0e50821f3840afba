import type { CheckpointInfo } from '../../../shared/contract/run.ts';

/** The checkpoint of the lowest validation loss; undefined when none was measured or there is only one. */
export function bestCheckpoint(checkpoints: readonly CheckpointInfo[]): CheckpointInfo | undefined {
  if (checkpoints.length < 2) return undefined;
  return checkpoints.reduce<CheckpointInfo | undefined>((best, checkpoint) => {
    const loss = checkpoint.validationLossNats;
    if (loss === undefined) return best;
    return loss < (best?.validationLossNats ?? Infinity) ? checkpoint : best;
  }, undefined);
}
