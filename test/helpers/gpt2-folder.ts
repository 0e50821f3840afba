/** The shape of a model whose weights the tests make up. */
export interface Shape {
  readonly blocks: number;
  readonly heads: number;
  readonly width: number;
  readonly context: number;
}

/** GPT-2's initial weights, named as GPT2Model names them: normal with deviation 0.02, norms one, biases zero. */
export function gpt2Weights({ blocks, width, context }: Shape, vocabulary: number) {
  const tensors = new Map<string, { dimensions: number[]; values: Float32Array }>();
  let state = 1;
  const uniform = () => (state = (state * 48_271) % 0x7fffffff) / 0x7fffffff;
  const normal = () =>
    0.02 * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const add = (name: string, dimensions: number[], value: () => number) => {
    const length = dimensions.reduce((product, n) => product * n, 1);
    tensors.set(name, { dimensions, values: Float32Array.from({ length }, value) });
  };
  const linear = (name: string, inputs: number, outputs: number) => {
    add(`${name}.weight`, [inputs, outputs], normal);
    add(`${name}.bias`, [outputs], () => 0);
  };
  const norm = (name: string) => {
    add(`${name}.weight`, [width], () => 1);
    add(`${name}.bias`, [width], () => 0);
  };
  add('wte.weight', [vocabulary, width], normal);
  add('wpe.weight', [context, width], normal);
  for (let block = 0; block < blocks; block += 1) {
    norm(`h.${block}.ln_1`);
    linear(`h.${block}.attn.c_attn`, width, 3 * width);
    linear(`h.${block}.attn.c_proj`, width, width);
    norm(`h.${block}.ln_2`);
    linear(`h.${block}.mlp.c_fc`, width, 4 * width);
    linear(`h.${block}.mlp.c_proj`, 4 * width, width);
  }
  norm('ln_f');
  return tensors;
}

/** config.json as it lies beside GPT-2 itself. */
export function gpt2Config(
  { blocks, heads, width, context }: Shape,
  { vocabulary }: { vocabulary: number },
) {
  return {
    activation_function: 'gelu_new',
    architectures: ['GPT2LMHeadModel'],
    attn_pdrop: 0.1,
    bos_token_id: vocabulary - 1,
    embd_pdrop: 0.1,
    eos_token_id: vocabulary - 1,
    initializer_range: 0.02,
    layer_norm_epsilon: 1e-5,
    model_type: 'gpt2',
    n_ctx: context,
    n_embd: width,
    n_head: heads,
    n_layer: blocks,
    n_positions: context,
    resid_pdrop: 0.1,
    summary_activation: null,
    summary_first_dropout: 0.1,
    summary_proj_to_labels: true,
    summary_type: 'cls_index',
    summary_use_proj: true,
    task_specific_params: { 'text-generation': { do_sample: true, max_length: 50 } },
    vocab_size: vocabulary,
  };
}

/** The bytes of numbers. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);
