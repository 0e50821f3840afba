import type { CommandName, CommandResult, Params } from '../../../shared/contract/commands.ts';
import type { CheckpointInfo, RunStatus } from '../../../shared/contract/run.ts';

/** The part of RpcClient that is used here. */
export interface Caller {
  call<K extends CommandName>(
    command: K,
    ...[params]: Params<K> extends null ? [params?: null] : [params: Params<K>]
  ): Promise<CommandResult<K>>;
}

/** Whether ending the process now would lose trained steps. */
export function isUnsaved(status: RunStatus): boolean {
  const alive = status.state !== 'idle' && status.state !== 'stopped' && status.state !== 'failed';
  return alive && status.runId !== undefined && status.unsavedSteps > 0;
}

/**
 * Before a shell ends: brings the run to a stop and, if steps would be lost, checkpoints them.
 * Returns the checkpoint written, or undefined when there was nothing to save. Rejects as run.checkpoint does.
 */
export async function saveUnsaved(
  client: Caller,
  status: RunStatus,
): Promise<CheckpointInfo | undefined> {
  const { runId } = status;
  if (runId === undefined) return undefined;
  const running = status.state === 'running';
  if (running) await client.call('run.pause', { runId });
  // A running run has trained further since its status was sent: save whatever it says.
  if (!running && !isUnsaved(status)) return undefined;
  return client.call('run.checkpoint', { runId });
}
