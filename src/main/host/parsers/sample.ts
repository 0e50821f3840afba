import { z } from 'zod';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { flag, longText, parserOf, realNumber, runIdField, wholeNumber } from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

const MAX_PROMPT = 100_000;

export const sampleParsers = {
  'sample.generate': parserOf(
    z.strictObject({
      runId: runIdField,
      prompt: longText(MAX_PROMPT),
      tokens: wholeNumber(LIMITS.sampleTokens),
      temperature: realNumber(LIMITS.temperature),
      topK: z.exactOptional(wholeNumber({ min: 1, max: 1_000_000 })),
      seed: wholeNumber(LIMITS.seed),
      averaged: z.exactOptional(flag),
    }),
  ),
} satisfies Partial<Parsers>;
