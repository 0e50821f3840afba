import path from 'node:path';
import { writeFileAtomic } from '../runs/atomic-file.ts';
import type { NativeExported } from '../engine/engine-types.ts';
import type { WeightType } from '../../../shared/contract/exchange.ts';

const END_OF_TEXT = '<|endoftext|>';

/** What a Hugging Face folder holds besides its weights; returns the bytes written. */
export async function writeHuggingFaceFiles(
  folder: string,
  { model, endToken }: NativeExported,
  tokenizerJson: Uint8Array,
  type: WeightType,
): Promise<number> {
  const end = endToken ?? null; // absent would mean GPT-2's own, 50256
  const tokens = { bos_token_id: end, eos_token_id: end };
  const files: Record<string, unknown> = {
    'config.json': {
      architectures: ['GPT2LMHeadModel'],
      model_type: 'gpt2',
      activation_function: 'gelu_new',
      n_layer: model.blocks,
      n_head: model.heads,
      n_embd: model.width,
      n_positions: model.context,
      n_ctx: model.context,
      n_inner: null,
      vocab_size: model.vocabulary,
      layer_norm_epsilon: 1e-5,
      initializer_range: 0.02,
      resid_pdrop: 0,
      embd_pdrop: 0,
      attn_pdrop: 0,
      scale_attn_weights: true,
      scale_attn_by_inverse_layer_idx: false,
      reorder_and_upcast_attn: false,
      tie_word_embeddings: true,
      use_cache: true,
      torch_dtype: type === 'f16' ? 'float16' : 'float32',
      ...tokens,
    },
    'generation_config.json': { _from_model_config: true, ...tokens },
    'tokenizer_config.json': {
      tokenizer_class: 'PreTrainedTokenizerFast',
      model_max_length: model.context,
      clean_up_tokenization_spaces: false,
      ...(endToken !== undefined && { bos_token: END_OF_TEXT, eos_token: END_OF_TEXT }),
    },
  };
  let bytes = tokenizerJson.length;
  for (const [name, content] of Object.entries(files)) {
    const text = `${JSON.stringify(content, null, 2)}\n`;
    await writeFileAtomic(path.join(folder, name), text);
    bytes += text.length;
  }
  await writeFileAtomic(path.join(folder, 'tokenizer.json'), tokenizerJson);
  return bytes;
}
