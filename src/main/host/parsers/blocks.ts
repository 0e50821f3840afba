import { z } from 'zod';
import { BLOCK_TOKENS } from '../../../shared/contract/blocks.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { longText, parserOf, runIdField, wholeNumber } from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

/** More than any text of which the last tokens are looked at needs. */
const MAX_TEXT = 100_000;

export const blocksParsers = {
  'blocks.inspect': parserOf(
    z.strictObject({
      runId: runIdField,
      block: wholeNumber({ min: 0, max: LIMITS.blocks.max - 1 }),
      head: wholeNumber({ min: 0, max: LIMITS.heads.max - 1 }),
      text: longText(MAX_TEXT),
      tokens: wholeNumber({ min: 1, max: BLOCK_TOKENS }).exactOptional(),
    }),
  ),
} satisfies Partial<Parsers>;
