import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { Sampler } from '../runs/sampler.ts';

export function sampleHandlers(sampler: Sampler) {
  return {
    'sample.generate': (params) => sampler.generate(params),
    'sample.cancel': ({ sampleId }) => sampler.cancel(sampleId),
  } satisfies Partial<Handlers>;
}
