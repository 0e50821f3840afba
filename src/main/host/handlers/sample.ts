import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { RunController } from '../runs/run-controller.ts';

export function sampleHandlers(controller: RunController) {
  return {
    'sample.generate': (params) => controller.sample(params),
  } satisfies Partial<Handlers>;
}
