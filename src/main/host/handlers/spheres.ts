import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { RunController } from '../runs/run-controller.ts';

export function spheresHandlers(controller: RunController) {
  return {
    'spheres.inspect': ({ runId, sphere }) => controller.inspectSphere(runId, sphere),
  } satisfies Partial<Handlers>;
}
