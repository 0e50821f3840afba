import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { RunController } from '../runs/run-controller.ts';
import { allThreads, DEFAULT_STRATEGY, type MachineContext } from './topology.ts';

export function spheresHandlers(
  controller: Pick<RunController, 'inspectSphere' | 'inspectEvent' | 'health'>,
  context: MachineContext,
) {
  return {
    'events.inspect': ({ runId, n }) => controller.inspectEvent(runId, n),
    'spheres.inspect': ({ runId, sphere }) => controller.inspectSphere(runId, sphere),
    'spheres.build': async ({
      depth,
      threads = allThreads(context),
      strategy = DEFAULT_STRATEGY,
    }) => {
      const census = await context.machine().buildTree(depth, threads, strategy);
      return { depth, threads, strategy, ...census };
    },
    'spheres.health': ({ runId }) => controller.health(runId),
  } satisfies Partial<Handlers>;
}
