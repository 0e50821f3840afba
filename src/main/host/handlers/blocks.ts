import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { RunController } from '../runs/run-controller.ts';

export function blocksHandlers(controller: RunController) {
  return {
    'blocks.inspect': ({ runId, ...request }) => controller.inspectBlock(runId, request),
  } satisfies Partial<Handlers>;
}
