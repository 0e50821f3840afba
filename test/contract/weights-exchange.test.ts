import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openNativeHosts } from '../helpers/native-host.ts';
import { TEXT, smallRun } from '../helpers/test-host.ts';
import { bytesOf, gpt2Config, gpt2Weights } from '../helpers/gpt2-folder.ts';
import { readGguf } from '../helpers/read-gguf.ts';
import { readSafetensors, safetensorsOf, type Tensor } from '../helpers/tensor-files.ts';
import type { WeightType } from '../../src/shared/contract/exchange.ts';

/** Weights that go to other programs and come from them, number by number. */
describe('weights', () => {
  const native = openNativeHosts();

  const trained = async (width: number) => {
    const source = { kind: 'text', name: 'a small text', text: TEXT } as const;
    const { corpusId } = await native.open.client.call('corpus.open', {
      ...{ source, tokenizer: 'bpe', vocabulary: 300 },
    });
    const model = { blocks: 2, heads: 2, width, context: 24 };
    const { runId } = await native.open.client.call(
      'run.start',
      smallRun(corpusId, { steps: 12, model }),
    );
    await native.open.untilState('completed');
    return runId;
  };
  const weightsOf = async (runId: string) => {
    const checkpoint = native.open.host.status().checkpoints.at(-1)?.name ?? '';
    return readSafetensors(path.join(native.directory, runId, 'checkpoints', checkpoint));
  };

  it.each([
    ['f32', 32],
    ['f16', 32],
    ['q8_0', 32],
    ['q8_0', 40], // whose rows are no whole blocks: some matrices stay F16
  ] as const)('of a GGUF of %s, %d wide, are the run’s', async (type, width) => {
    const runId = await trained(width);
    const weights = await weightsOf(runId);
    const { path: file, notes } = await native.open.client.call('run.export', {
      ...{ runId, format: 'gguf', type },
    });
    const { metadata, tensors } = readGguf(file);
    expect(Object.fromEntries(metadata)).toMatchObject({
      'general.architecture': 'gpt2',
      'gpt2.block_count': 2,
      'gpt2.context_length': 24,
      'gpt2.embedding_length': width,
      'gpt2.feed_forward_length': 4 * width,
      'gpt2.attention.head_count': 2,
      'tokenizer.ggml.model': 'gpt2',
    });
    expect(metadata.get('tokenizer.ggml.tokens')).toHaveLength(
      tensors.get('token_embd.weight')?.dimensions[0] ?? NaN,
    );
    const names = llamaNames(2);
    expect([...tensors.keys()].sort()).toEqual(Object.keys(names).sort());
    for (const [name, theirs] of Object.entries(names)) {
      const tensor = tensors.get(name) as Tensor;
      const ours = inLlamasOrder(theirs, weights.get(theirs) as Tensor);
      expect({ name, dimensions: tensor.dimensions }).toEqual({
        name,
        dimensions: ours.dimensions,
      });
      expect(tensor.type, name).toBe(typeOf(name, ours.dimensions, type));
      expect(worstError(tensor, ours.values), name).toBeLessThanOrEqual(1);
    }
    expect(notes.some((note) => note.includes('F16'))).toBe(width === 40);
  });

  it.each([
    ['as GPT2LMHeadModel saves them', { prefix: 'transformer.', head: false, masks: false }],
    ['as GPT2Model saves them', { prefix: '', head: false, masks: false }],
    ['with the tied head', { prefix: 'transformer.', head: true, masks: false }],
    ['with the masks of former versions', { prefix: '', head: true, masks: true }],
  ])('of a Hugging Face folder %s are trained further', async (_, { prefix, head, masks }) => {
    const model = { blocks: 2, heads: 2, width: 32, context: 24 };
    const source = { kind: 'text', name: 'a small text', text: TEXT } as const;
    const corpus = await native.open.client.call('corpus.open', {
      ...{ source, tokenizer: 'bpe', vocabulary: 300 },
    });
    const folder = path.join(native.directory, 'theirs');
    mkdirSync(folder);
    const theirs = gpt2Weights(model, corpus.vocabulary);
    writeFileSync(
      path.join(folder, 'tokenizer.json'),
      native.open.engine.tokenizerJson(corpus.corpusId),
    );
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify(gpt2Config(model, corpus)));
    const file = new Map(
      [...theirs].map(([name, { dimensions, values }]) => [
        `${prefix}${name}`,
        { type: 'F32', dimensions, bytes: bytesOf(values) },
      ]),
    );
    const table = theirs.get('wte.weight');
    if (head && table) {
      file.set('lm_head.weight', { type: 'F32', ...table, bytes: bytesOf(table.values) });
    }
    for (let block = 0; masks && block < model.blocks; block += 1) {
      const at = `${prefix}h.${block}.attn`;
      const square = [1, 1, model.context, model.context];
      const ones = new Uint8Array(model.context ** 2).fill(1);
      file.set(`${at}.bias`, { type: 'BOOL', dimensions: square, bytes: ones });
      const low = bytesOf(Float32Array.of(-10_000));
      file.set(`${at}.masked_bias`, { type: 'F32', dimensions: [], bytes: low });
    }
    writeFileSync(path.join(folder, 'model.safetensors'), safetensorsOf(file));

    const { corpusId: __, model: ___, ...config } = smallRun('', { steps: 60 });
    const { runId } = await native.open.client.call('run.import', { folder, source, config });
    const stored = await weightsOf(runId);
    for (const [name, { values }] of theirs) {
      expect(stored.get(`transformer.${name}`)?.values, name).toEqual(values);
    }
    await native.open.client.call('run.resume', { runId });
    await native.open.untilState('completed');
    const { lossNats } = await native.open.client.call('run.history', { runId });
    const mean = (losses: readonly number[]) =>
      losses.reduce((sum, x) => sum + x, 0) / losses.length;
    expect(mean(lossNats.slice(0, 3))).toBeGreaterThan(5); // ln 300 is 5.7
    expect(mean(lossNats.slice(-10))).toBeLessThan(mean(lossNats.slice(0, 10)) - 0.5);
  });

  it('of an untied head are refused, by name', async () => {
    const runId = await trained(32);
    const { path: folder } = await native.open.client.call('run.export', { runId, format: 'hf' });
    await native.open.client.call('run.stop', { runId });
    const weights = path.join(folder, 'model.safetensors');
    const file = new Map(
      [...readSafetensors(weights)].map(([name, { type, dimensions, values }]) => [
        name,
        { type, dimensions, bytes: bytesOf(values) },
      ]),
    );
    const table = file.get('transformer.wte.weight');
    if (!table) throw new Error('no table');
    file.set('lm_head.weight', { ...table, bytes: table.bytes.slice().fill(1) });
    writeFileSync(weights, safetensorsOf(file));
    const source = { kind: 'text', name: 'a small text', text: TEXT } as const;
    const { corpusId: _, model: __, ...config } = smallRun('');
    await expect(
      native.open.client.call('run.import', { folder, source, config }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('lm_head.weight') as string,
    });
    expect(readFileSync(path.join(folder, 'config.json'), 'utf8')).toContain('gpt2');
  });
});

/** llama.cpp's names and Hugging Face's. */
function llamaNames(blocks: number): Record<string, string> {
  const names: Record<string, string> = {
    'token_embd.weight': 'transformer.wte.weight',
    'position_embd.weight': 'transformer.wpe.weight',
  };
  const add = (theirs: string, ours: string) => {
    for (const part of ['weight', 'bias']) names[`${theirs}.${part}`] = `${ours}.${part}`;
  };
  add('output_norm', 'transformer.ln_f');
  for (let block = 0; block < blocks; block += 1) {
    const [theirs, ours] = [`blk.${block}`, `transformer.h.${block}`];
    add(`${theirs}.attn_norm`, `${ours}.ln_1`);
    add(`${theirs}.attn_qkv`, `${ours}.attn.c_attn`);
    add(`${theirs}.attn_output`, `${ours}.attn.c_proj`);
    add(`${theirs}.ffn_norm`, `${ours}.ln_2`);
    add(`${theirs}.ffn_up`, `${ours}.mlp.c_fc`);
    add(`${theirs}.ffn_down`, `${ours}.mlp.c_proj`);
  }
  return names;
}

/** Linear layers, which Hugging Face's Conv1D keeps input by output, are output by input there. */
function inLlamasOrder(name: string, { dimensions, values }: Tensor): Omit<Tensor, 'type'> {
  if (!name.endsWith('.weight') || !/\.c_/.test(name)) return { dimensions, values };
  const [rows = 0, columns = 0] = dimensions;
  return {
    dimensions: [columns, rows],
    values: values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? NaN),
  };
}

function typeOf(name: string, dimensions: readonly number[], type: WeightType): string {
  if (dimensions.length === 1 || name === 'position_embd.weight') return 'F32';
  if (type === 'q8_0') return (dimensions[1] ?? 0) % 32 === 0 ? 'Q8_0' : 'F16';
  return type.toUpperCase();
}

/** The largest error as a share of what the type's rounding allows. */
function worstError({ type, values, scales = [] }: Tensor, exact: Float32Array): number {
  let worst = 0;
  values.forEach((value, i) => {
    const x = exact[i] ?? NaN;
    const error = Math.abs(value - x);
    if (!(error >= 0)) worst = Infinity;
    if (type === 'F32') worst = Math.max(worst, error === 0 ? 0 : Infinity);
    if (type === 'F16') worst = Math.max(worst, error / Math.max(Math.abs(x) * 2 ** -11, 2 ** -25));
    // Half a step, and what the scale itself is rounded by.
    const scale = scales[Math.floor(i / 32)] ?? 0;
    if (type === 'Q8_0') worst = Math.max(worst, error === 0 ? 0 : error / (scale * 0.5625));
  });
  scales.forEach((scale, block) => {
    const most = Math.max(...exact.subarray(32 * block, 32 * block + 32).map(Math.abs)) / 127;
    if (Math.abs(scale - most) > most * 2 ** -11 + 2 ** -25) worst = Infinity;
  });
  return worst;
}
