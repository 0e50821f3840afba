import { createMemoryPair } from '../../../shared/rpc/memory-transport.ts';
import { RpcClient } from '../../../shared/rpc/rpc-client.ts';
import type { RunStatus } from '../../../shared/contract/run.ts';
import type { Transport } from '../../../shared/rpc/transport.ts';

/** What a shell itself wants of its host: calls, and what the run is doing. */
export interface HostClient {
  readonly client: RpcClient;
  /** The newest status heard. */
  status(): RunStatus;
}

const IDLE: RunStatus = { state: 'idle', step: 0, unsavedSteps: 0, checkpoints: [] };

/**
 * Makes the shell a client of the host in its own process, by the same commands and topics as the page.
 *
 * @param onProblem what came and could not be used: a defect, to be shown
 */
export function openHostClient(
  host: { connect(transport: Transport): void },
  version: string,
  onProblem: (error: unknown) => void,
): HostClient {
  const [near, far] = createMemoryPair();
  host.connect(far);
  const client = new RpcClient({ version, onProblem });
  client.attach(near).catch(onProblem);
  let status = IDLE;
  client.subscribe('run.status', (next) => {
    status = next;
  });
  return { client, status: () => status };
}
