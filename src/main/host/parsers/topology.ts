import { z } from 'zod';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { expected, parserOf, realNumber, wholeNumber } from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

const GROUPS = 12;
const loadRule = expected('a list of 12 numbers, one a group');

export const topologyParsers = {
  'topology.read': parserOf(
    z.strictObject({
      threads: z.exactOptional(wholeNumber(LIMITS.threads)),
      load: z.exactOptional(
        z.array(realNumber(LIMITS.groupLoad), loadRule).length(GROUPS, loadRule),
      ),
    }),
  ),
} satisfies Partial<Parsers>;
