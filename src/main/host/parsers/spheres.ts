import { z } from 'zod';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { parserOf, runIdField, wholeNumber } from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

export const spheresParsers = {
  'spheres.inspect': parserOf(
    z.strictObject({
      runId: runIdField,
      sphere: wholeNumber({ min: 0, max: LIMITS.spheres - 1 }),
    }),
  ),
} satisfies Partial<Parsers>;
