import path from 'node:path';
import { z } from 'zod';
import { LIMITS } from '../../../shared/contract/limits.ts';
import {
  longText,
  nameField,
  nothing,
  oneOf,
  ownNameField,
  parserOf,
  realNumber,
  wholeNumber,
} from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

const MAX_FILES = 1_000;
const MAX_PATH = 4_096;

const pathRule = { error: 'must be an absolute path without NUL' };
export const filePath = z
  .string(pathRule)
  .max(MAX_PATH, pathRule)
  .refine((value) => path.isAbsolute(value) && !value.includes('\0'), pathRule);

const filesRule = { error: `must be a list of 1 to ${MAX_FILES} paths` };

export const sourceField = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('sample') }),
    z.strictObject({
      kind: z.literal('files'),
      paths: z.array(filePath, filesRule).min(1, filesRule).max(MAX_FILES, filesRule),
    }),
    z.strictObject({
      kind: z.literal('text'),
      name: nameField,
      text: longText(LIMITS.messageBytes),
    }),
  ],
  { error: 'must be of kind sample, files or text' },
);

export const tokenizerField = oneOf(['char', 'byte', 'bpe']);
export const splitField = z.strictObject({
  kind: oneOf(['tail', 'each', 'documents']),
  validation: realNumber(LIMITS.validationShare),
  seed: z.exactOptional(wholeNumber(LIMITS.seed)),
});

export const corpusParsers = {
  'corpus.open': parserOf(
    z.strictObject({
      source: sourceField,
      tokenizer: tokenizerField,
      vocabulary: z.exactOptional(wholeNumber(LIMITS.vocabulary)),
      tokenizerFile: z.exactOptional(filePath),
      split: z.exactOptional(splitField),
      workId: z.exactOptional(ownNameField),
    }),
  ),
  'corpus.choose': parserOf(nothing),
} satisfies Partial<Parsers>;
