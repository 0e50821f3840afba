import type { CheckpointInfo, RunStatus } from '../../../shared/contract/run.ts';
import type { Host } from '../host.ts';

/** What is used of the host. */
export interface SavingHost {
  status(): RunStatus;
  readonly handlers: Pick<Host['handlers'], 'run.pause' | 'run.checkpoint'>;
}

/** Whether ending the process now would lose trained steps, or may: a running run trains on while one looks. */
export function isUnsaved({ state, unsavedSteps }: RunStatus): boolean {
  return isTraining(state) || (state !== 'failed' && unsavedSteps > 0);
}

/**
 * Before a shell ends: brings the run to a stop and, if steps would be lost, checkpoints them, so that the shell can
 * say what it saved. Returns undefined when there was nothing to save. Rejects as run.checkpoint does.
 */
export async function saveUnsaved(host: SavingHost): Promise<CheckpointInfo | undefined> {
  const { state, runId } = host.status();
  if (runId === undefined) return undefined;
  if (isTraining(state)) await host.handlers['run.pause']({ runId });
  if (!isUnsaved(host.status())) return undefined;
  return host.handlers['run.checkpoint']({ runId });
}

function isTraining(state: RunStatus['state']): boolean {
  return state === 'running' || state === 'checkpointing';
}
