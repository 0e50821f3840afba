import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { explain } from '../parsers/fields.ts';
import { runSettings } from '../parsers/run.ts';
import { splitField, tokenizerField } from '../parsers/corpus.ts';
import { writeFileAtomic } from './atomic-file.ts';

const FILE_NAME = 'run.json';
const FORMAT = 'crystalline-run';
const FORMAT_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits' });

const origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sample') }),
  z.strictObject({
    kind: z.literal('files'),
    files: z.array(z.strictObject({ path: z.string(), bytes: z.number(), sha256 })),
  }),
  /** Uploaded: corpus.txt in the run's directory. */
  z.strictObject({ kind: z.literal('text') }),
]);

const record = z.object({
  format: z.literal(FORMAT, { error: `must be ${FORMAT}` }),
  version: z.literal(FORMAT_VERSION, { error: `must be ${FORMAT_VERSION}` }),
  createdAtMs: z.number(),
  config: z.object(runSettings),
  corpus: z.object({
    name: z.string(),
    tokenizer: tokenizerField,
    split: z.exactOptional(splitField),
    bytes: z.number(),
    sha256,
    origin,
  }),
  /** What computed it: bits are reproducible with the same engine version on the same instruction set. */
  engine: z.object({ version: z.string(), isa: z.string() }),
  /** Product version that made the run. */
  product: z.string(),
  /** When the run was begun and resumed from which checkpoint, oldest first. */
  lineage: z.array(
    z.object({
      atMs: z.number(),
      step: z.number(),
      checkpoint: z.exactOptional(z.string()),
      /** The run that this one was branched from. */
      branchedFrom: z.exactOptional(z.string()),
      /** Steps the run was extended to. */
      steps: z.exactOptional(z.number()),
    }),
  ),
  /** Changes of the learning rate by hand, by ascending step: they happen again when the run is resumed. */
  rateChanges: z
    .array(z.object({ atMs: z.number(), fromStep: z.number(), scale: z.number() }))
    .default([]),
});

/** run.json: everything needed to train the run again, bit for bit. */
export type RunRecord = z.infer<typeof record>;
export type CorpusRecord = RunRecord['corpus'];

/** What `writeRunRecord` fills in itself. */
export type NewRunRecord = Omit<RunRecord, 'format' | 'version'>;

export async function writeRunRecord(runDirectory: string, content: NewRunRecord): Promise<void> {
  const whole: RunRecord = { ...content, format: FORMAT, version: FORMAT_VERSION };
  await writeFileAtomic(path.join(runDirectory, FILE_NAME), `${JSON.stringify(whole, null, 2)}\n`);
}

/** Reads and checks run.json. Throws CallError: `not-found` without one, `corrupt` when it cannot be used. */
export async function readRunRecord(runDirectory: string): Promise<RunRecord> {
  const file = path.join(runDirectory, FILE_NAME);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new CallError('not-found', `There is no ${file}.`);
    throw error;
  });
  const parsed = record.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data;
  throw new CallError('corrupt', `${file} cannot be used: ${explain(parsed.error)}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CallError('corrupt', `${file} is not JSON: ${reason}`, { cause: error });
  }
}
