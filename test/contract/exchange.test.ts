import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { parseSafetensorsMetadata } from '@huggingface/hub';
import { describe, expect, it } from 'vitest';
import { openNativeHosts } from '../helpers/native-host.ts';
import { TEXT, smallRun } from '../helpers/test-host.ts';
import { llamaOf } from '../helpers/llama.ts';
import { randomText } from '../helpers/random-text.ts';
import { readEventFile } from '../helpers/read-event-file.ts';
import type { WorkProgress } from '../../src/shared/contract/work.ts';
import { DEFAULT_OPTIMIZER } from '../../src/shared/contract/optimizer.ts';
import type { RunConfig } from '../../src/shared/contract/run.ts';
import type { TokenizerKind } from '../../src/shared/contract/corpus.ts';

const STEPS = 30;
const NOT_ASCII = 'Žluťoučký kůň 漢字 🐋 don’t.\n'.repeat(40);

/** What other programs make of what this one writes. */
describe('runs for other programs', () => {
  const native = openNativeHosts();

  const trained = async (tokenizer: TokenizerKind, changes: Partial<RunConfig> = {}) => {
    const source = { kind: 'text', name: 'a small text', text: TEXT + NOT_ASCII } as const;
    const vocabulary = tokenizer === 'bpe' ? { vocabulary: 320 } : {};
    const corpus = await native.open.client.call('corpus.open', {
      source,
      tokenizer,
      ...vocabulary,
    });
    const config = smallRun(corpus.corpusId, {
      ...{ steps: STEPS, model: { blocks: 2, heads: 2, width: 32, context: 32 } },
      ...changes,
    });
    const { runId } = await native.open.client.call('run.start', config);
    await native.open.untilState('completed');
    return { runId, corpus };
  };
  const greedy = (runId: string, prompt: string, tokens: number) =>
    native.open.client.call('sample.generate', { runId, prompt, tokens, temperature: 0, seed: 1 });

  it.each(['byte', 'bpe', 'char'] as const)(
    'a Hugging Face folder of a %s run is read by their libraries and imported again',
    async (kind) => {
      const { runId, corpus } = await trained(kind);
      const result = await native.open.client.call('run.export', { runId, format: 'hf' });
      const read = (name: string) =>
        JSON.parse(readFileSync(path.join(result.path, name), 'utf8')) as Record<string, unknown>;
      expect(read('config.json')).toMatchObject({ n_layer: 2, vocab_size: corpus.vocabulary });
      const { header } = await headerOf(path.join(result.path, 'model.safetensors'));
      expect(header['transformer.h.1.attn.c_attn.weight']).toMatchObject({
        dtype: 'F32',
        shape: [32, 96],
      });
      const tokenizer = new Tokenizer(read('tokenizer.json'), read('tokenizer_config.json'));
      const prompt = 'the quick brown fox 漢';
      const ids = tokenizer.encode(prompt, { add_special_tokens: false }).ids;
      expect(tokenizer.decode(ids)).toBe(prompt);
      expect(ids.every((id) => id < corpus.vocabulary)).toBe(true);
      expect(result.notes.length).toBe(kind === 'char' ? 1 : 0);
      if (kind !== 'bpe') return;

      const before = await native.open.engine.weightsSha256();
      await native.open.client.call('run.stop', { runId });
      const { corpusId: _, model: __, ...config } = smallRun('', { steps: 5 });
      const source = { kind: 'text', name: 'another', text: TEXT } as const;
      const imported = await native.open.client.call('run.import', {
        ...{ folder: result.path, source, config },
      });
      expect(await native.open.engine.weightsSha256()).toBe(before);
      await native.open.client.call('run.resume', { runId: imported.runId });
      await native.open.untilState('completed');
      await native.open.client.call('run.stop', { runId: imported.runId });
      await native.open.client.call('run.restore', { runId: imported.runId });
    },
  );

  it('byte pairs agree with @huggingface/tokenizers on any text', async () => {
    const { runId, corpus } = await trained('bpe');
    const file = path.join(native.directory, runId, 'tokenizer.json');
    const theirs = new Tokenizer(JSON.parse(readFileSync(file, 'utf8')), {});
    const sample = 200;
    for (let seed = 1; seed <= sample; seed += 1) {
      const text = randomText(seed);
      const ids = theirs.encode(text, { add_special_tokens: false }).ids;
      const again = path.join(native.directory, 'text.txt');
      writeFileSync(again, text);
      const ours = native.open.engine.encode(corpus.corpusId, text);
      expect({ text, ids: [...ours] }).toEqual({ text, ids });
    }
  });

  it.for(['byte', 'bpe', 'char'] as const)(
    'llama.cpp writes from the GGUF of a %s run what the engine writes',
    { timeout: 30_000 },
    async (kind, { skip }) => {
      const llama = await llamaOf();
      if (typeof llama === 'string') return skip(llama);
      const optimizer = { ...DEFAULT_OPTIMIZER, learningRate: 0.02 }; // it learns words
      const { runId } = await trained(kind, { steps: 80, optimizer });
      const { path: file } = await native.open.client.call('run.export', { runId, format: 'gguf' });
      const { tokens } = await greedy(runId, 'the quick', 16);
      const prompt = [
        ...native.open.engine.encode(native.open.host.status().corpus?.corpusId ?? '', 'the quick'),
      ];
      const { tokenized, continued } = await llama(file, 'the quick', 16);
      expect(tokenized).toEqual(prompt);
      expect(continued).toEqual(tokens.map(({ id }) => id));
      expect(new Set(continued).size).toBeGreaterThan(3);
    },
  );

  it('tells how far opening a long text is, and gives it up when it is cancelled', async () => {
    const { client } = native.open;
    const words = Array.from({ length: 2e6 }, (_, i) => `w${(i * 7_919) % 100_003}`).join(' ');
    const file = path.join(native.directory, 'long.txt');
    writeFileSync(file, words);
    const told: WorkProgress[] = [];
    client.subscribe('work.progress', (progress) => {
      told.push(progress);
      void client.call('work.cancel', { workId: 'long' });
    });
    const source = { kind: 'files' as const, paths: [file] };
    const opening = client.call('corpus.open', {
      ...{ source, tokenizer: 'bpe', vocabulary: 50_257, workId: 'long' },
    });
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    expect(told.length).toBeGreaterThan(0);
    for (const [i, progress] of told.entries()) {
      expect(progress.workId).toBe('long');
      expect(progress.fraction).toBeGreaterThanOrEqual(told[i - 1]?.fraction ?? 0);
      expect(progress.done).toBeLessThanOrEqual(progress.total);
    }
  });

  it('metrics are tables, and TensorBoard files', async () => {
    const { runId } = await trained('char');
    const csv = await native.open.client.call('run.export', { runId, format: 'csv' });
    const lines = readFileSync(csv.path, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(STEPS + 1);
    expect(lines[0]).toBe(
      'step,loss_nats,validation_loss_nats,learning_rate,gradient_norm,step_ms,' +
        'validation_perplexity,validation_bits_per_byte,validation_top1,validation_top5,validation_calibration_error',
    );
    const last = lines.at(-1)?.split(',').map(Number) ?? [];
    expect(last[6]).toBeCloseTo(Math.exp(last[2] ?? NaN), 9);
    expect(lines[1]).toMatch(/,,,,,$/); // no validation there
    const jsonl = await native.open.client.call('run.export', { runId, format: 'jsonl' });
    const rows = readFileSync(jsonl.path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toHaveLength(STEPS);
    const report = await native.open.client.call('run.validation', { runId });
    expect(report).toMatchObject({ step: STEPS, ...rows.at(-1).validation });
    expect(report?.bins.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(report?.tokens);
    await native.open.client.call('run.stop', { runId });
    const names = readdirSync(path.join(native.directory, runId));
    const events = names.filter((name) => name.startsWith('events.out.tfevents.'));
    expect(events).toHaveLength(1);
    const scalars = readEventFile(
      readFileSync(path.join(native.directory, runId, events[0] ?? '')),
    );
    expect(scalars.get('loss/train')?.map(([step]) => step)).toEqual(rows.map(({ step }) => step));
    expect(scalars.get('loss/train')?.at(-1)?.[1]).toBeCloseTo(rows.at(-1).lossNats, 5);
    expect(scalars.get('loss/validation')?.length).toBe(3);
    expect(scalars.get('validation/top5')?.at(-1)?.[1]).toBeCloseTo(last[9] ?? NaN, 5);
    const found = await native.open.client
      .call('run.validation', { runId })
      .catch((error) => error);
    expect(found).toMatchObject({ code: 'not-found' }); // it has ended
  });
});

async function headerOf(file: string) {
  const bytes = readFileSync(file);
  const answer = (_input: unknown, init?: RequestInit) => {
    const range = /bytes=(\d+)-(\d+)/.exec(new Headers(init?.headers).get('range') ?? '');
    const [from, to] = range ? [Number(range[1]), Number(range[2])] : [0, bytes.length - 1];
    return Promise.resolve(
      new Response(bytes.subarray(from, to + 1), {
        status: range ? 206 : 200,
        headers: { etag: '"one"', 'content-range': `bytes ${from}-${to}/${bytes.length}` },
      }),
    );
  };
  const parsed = await parseSafetensorsMetadata({
    ...{ repo: 'a/b', path: 'model.safetensors', fetch: answer as typeof fetch },
  });
  if (parsed.sharded) throw new Error('not one file');
  return parsed;
}
