import { z } from 'zod';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { STRATEGIES } from '../../../shared/contract/topology.ts';
import { oneOf, parserOf, runIdField, wholeNumber } from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

export const spheresParsers = {
  'events.inspect': parserOf(
    z.strictObject({
      runId: runIdField,
      n: wholeNumber({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    }),
  ),
  'spheres.inspect': parserOf(
    z.strictObject({
      runId: runIdField,
      sphere: wholeNumber({ min: 0, max: LIMITS.spheres - 1 }),
    }),
  ),
  'spheres.build': parserOf(
    z.strictObject({
      depth: wholeNumber(LIMITS.depth),
      threads: z.exactOptional(wholeNumber(LIMITS.threads)),
      strategy: z.exactOptional(oneOf(STRATEGIES)),
    }),
  ),
  'spheres.health': parserOf(z.strictObject({ runId: runIdField })),
} satisfies Partial<Parsers>;
