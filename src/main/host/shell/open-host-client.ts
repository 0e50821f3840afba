import { createMemoryPair } from '../../../shared/rpc/memory-transport.ts';
import { RpcClient } from '../../../shared/rpc/rpc-client.ts';
import type { Host } from '../host.ts';

/**
 * A client of the host in its own process, by the same commands and topics as the page.
 *
 * @param onProblem told what came and could not be used: a defect
 */
export function openHostClient(
  host: Pick<Host, 'connect'>,
  version: string,
  onProblem: (error: unknown) => void,
): RpcClient {
  const [near, far] = createMemoryPair();
  host.connect(far);
  const client = new RpcClient({ version, onProblem });
  client.attach(near).catch(onProblem);
  return client;
}
