import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CallError } from '../../../shared/rpc/call-error.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { explain, oneOf, wholeNumber } from '../parsers/fields.ts';
import type { ModelConfig } from '../../../shared/contract/run.ts';

/** What of config.json decides whether the model can be trained here; what is absent has GPT-2's default. */
const config = z.object({
  model_type: oneOf(['gpt2']),
  n_layer: wholeNumber(LIMITS.blocks),
  n_head: wholeNumber(LIMITS.heads),
  n_embd: wholeNumber(LIMITS.width),
  n_positions: wholeNumber(LIMITS.context),
  n_inner: z.number().nullish(),
  activation_function: oneOf(['gelu_new', 'gelu_pytorch_tanh']).default('gelu_new'),
  layer_norm_epsilon: z.literal(1e-5, { error: 'must be 1e-5' }).default(1e-5),
  scale_attn_weights: z.literal(true, { error: 'must be true' }).default(true),
  scale_attn_by_inverse_layer_idx: z.literal(false, { error: 'must be false' }).default(false),
  tie_word_embeddings: z.literal(true, { error: 'must be true' }).default(true),
  add_cross_attention: z.literal(false, { error: 'must be false' }).default(false),
});

/** A Hugging Face folder's model, and where its weights and tokenizer lie. */
export interface ImportedFolder {
  readonly model: ModelConfig;
  readonly weights: string;
  readonly tokenizer: string;
}

/** Reads config.json. Throws CallError: `not-found`, `corrupt` when it is no JSON, `unsupported` naming what this program cannot train. */
export async function readImportFolder(folder: string): Promise<ImportedFolder> {
  const file = path.join(folder, 'config.json');
  const parsed = config.safeParse(await readJson(file));
  if (!parsed.success) {
    throw new CallError('unsupported', `${file} cannot be used: ${explain(parsed.error)}`);
  }
  const { n_layer, n_head, n_embd, n_positions, n_inner } = parsed.data;
  if (typeof n_inner === 'number' && n_inner !== 4 * n_embd) {
    throw new CallError('unsupported', `${file} cannot be used: n_inner must be 4 n_embd.`);
  }
  return {
    model: { blocks: n_layer, heads: n_head, width: n_embd, context: n_positions },
    weights: path.join(folder, 'model.safetensors'),
    tokenizer: path.join(folder, 'tokenizer.json'),
  };
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new CallError('not-found', `There is no ${file}.`);
    throw new CallError('io-failed', `${file} cannot be read: ${error.message}`, { cause: error });
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CallError('corrupt', `${file} is not JSON.`, { cause: error });
  }
}
