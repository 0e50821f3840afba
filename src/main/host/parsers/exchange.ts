import { z } from 'zod';
import { EXPORT_FORMATS, WEIGHT_TYPES } from '../../../shared/contract/exchange.ts';
import { checkpointField, runSettings } from './run.ts';
import { filePath, sourceField, splitField } from './corpus.ts';
import { oneOf, ownNameField, parserOf, runIdField } from './fields.ts';
import type { Parsers } from '../../../shared/rpc/rpc-server.ts';

const { model: _, ...settings } = runSettings; // the folder says what the model is

export const exchangeParsers = {
  'run.export': parserOf(
    z.strictObject({
      runId: runIdField,
      format: oneOf(EXPORT_FORMATS),
      type: z.exactOptional(oneOf(WEIGHT_TYPES)),
      checkpoint: z.exactOptional(checkpointField),
      workId: z.exactOptional(ownNameField),
    }),
  ),
  'run.import': parserOf(
    z.strictObject({
      folder: filePath,
      source: sourceField,
      split: z.exactOptional(splitField),
      config: z.strictObject(settings),
      workId: z.exactOptional(ownNameField),
    }),
  ),
  'work.cancel': parserOf(z.strictObject({ workId: ownNameField })),
} satisfies Partial<Parsers>;
