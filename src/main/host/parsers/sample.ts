import { z } from 'zod';
import { LIMITS } from '../../../shared/contract/limits.ts';
import {
  expected,
  flag,
  longText,
  ownNameField,
  parserOf,
  realNumber,
  runIdField,
  wholeNumber,
} from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

const MAX_PROMPT = 100_000;

const MAX_STOP = 1_000;

const stopRule = expected(`a list of at most ${LIMITS.stopStrings} texts`);
const stopString = longText(MAX_STOP).min(1, expected('a text that is not empty'));

export const sampleParsers = {
  'sample.generate': parserOf(
    z.strictObject({
      runId: runIdField,
      prompt: longText(MAX_PROMPT),
      tokens: wholeNumber(LIMITS.sampleTokens),
      temperature: realNumber(LIMITS.temperature),
      topK: z.exactOptional(wholeNumber({ min: 1, max: 1_000_000 })),
      topP: z.exactOptional(realNumber(LIMITS.topP)),
      minP: z.exactOptional(realNumber(LIMITS.minP)),
      repetitionPenalty: z.exactOptional(realNumber(LIMITS.repetitionPenalty)),
      seed: wholeNumber(LIMITS.seed),
      averaged: z.exactOptional(flag),
      stop: z.exactOptional(z.array(stopString, stopRule).max(LIMITS.stopStrings, stopRule)),
      alternatives: z.exactOptional(wholeNumber(LIMITS.alternatives)),
      sampleId: z.exactOptional(ownNameField),
    }),
  ),
  'sample.cancel': parserOf(z.strictObject({ sampleId: ownNameField })),
} satisfies Partial<Parsers>;
