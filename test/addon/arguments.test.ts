import { expect, it } from 'vitest';
import type { NativeEngine, NativeRunConfig } from '../../src/main/host/engine/engine-types.ts';
import { codeOf, messageOf, newEngine, openSmall, smallConfig } from './engine.ts';

/** The engine as unknown callers see it. */
type Loose = Record<keyof NativeEngine, (...args: unknown[]) => unknown>;

async function withRun(): Promise<{ engine: Loose; config: NativeRunConfig }> {
  const engine = newEngine();
  const config = smallConfig(await openSmall(engine));
  await engine.createRun(config);
  return { engine: engine as unknown as Loose, config };
}

it('names the argument that is wrong', async () => {
  const { engine, config } = await withRun();
  const corpus = { name: 'x', bytes: new Uint8Array(2), tokenizer: 'char' };
  const sampled = { prompt: 'ka', tokens: 1, temperature: 1, seed: 1 };
  const cases: [() => unknown, string][] = [
    [() => engine.openCorpus(), 'request must be an object'],
    [() => engine.openCorpus({ ...corpus, name: 7 }), 'request.name must be a string'],
    [
      () => engine.openCorpus({ ...corpus, tokenizer: 'wordpiece' as 'char' }),
      "request.tokenizer must be 'char'",
    ],
    [() => engine.openCorpus({ ...corpus, paths: ['a'] }), 'exactly one of paths and bytes'],
    [() => engine.openCorpus({ name: 'x', tokenizer: 'char' }), 'exactly one of paths and bytes'],
    [() => engine.openCorpus({ ...corpus, bytes: 'text' }), 'request.bytes must be a Uint8Array'],
    [
      () => engine.openCorpus({ name: 'x', tokenizer: 'char', paths: ['a', 1] }),
      'request.paths[1] must be a string',
    ],
    [
      () => engine.openCorpus({ name: 'x', tokenizer: 'char', paths: [] }),
      'request.paths must not be empty',
    ],
    [
      () => engine.openCorpus({ name: 'x', tokenizer: 'char', paths: ['a\0b'] }),
      'request.paths[0] must be a path',
    ],
    [() => engine.createRun({ ...config, model: 1 }), 'config.model must be an object'],
    [
      () => engine.createRun({ ...config, model: { ...config.model, width: 1.5 } }),
      'config.model.width must be a whole number',
    ],
    [() => engine.createRun({ ...config, seed: -1 }), 'config.seed must be a whole number'],
    [() => engine.createRun({ ...config, steps: NaN }), 'config.steps must be a whole number'],
    [
      () => engine.createRun({ ...config, threads: 1e300 }),
      'config.threads must be a whole number',
    ],
    [() => engine.restoreRun(config, ''), 'path must be a path'],
    [() => engine.run(), 'untilStep must be a number'],
    [() => engine.run('5'), 'untilStep must be a number'],
    [() => engine.run(0), 'untilStep is 0; it must be from 1 to 50'],
    [() => engine.run(51), 'untilStep is 51; it must be from 1 to 50'],
    [() => engine.readMetrics(new Float32Array(6)), 'into must be a Float64Array'],
    [() => engine.readFrame('sphere', new Uint8Array(64)), "kind must be 'spheres'"],
    [() => engine.readFrame('spheres', [0]), 'into must be a Uint8Array'],
    [() => engine.readFrame('spheres', new Uint8Array(31)), 'into must have at least 32 bytes'],
    [() => engine.readFrame('events', new Uint8Array(64), -1), 'sinceN must be a whole number'],
    [() => engine.saveCheckpoint(7), 'path must be a string'],
    [() => engine.sample({ ...sampled, tokens: 0 }), 'tokens is 0; it must be from 1 to 10,000'],
    [() => engine.sample({ ...sampled, temperature: NaN }), 'temperature is nan'],
    [() => engine.sample({ ...sampled, temperature: 11 }), 'it must be from 0 to 10'],
    [() => engine.sample({ ...sampled, topK: 'all' }), 'request.topK must be a number'],
    [() => engine.sample({ ...sampled, prompt: 'Q' }), 'Characters that the corpus does not have'],
    [() => engine.onChange('listener'), 'listener must be a function'],
  ];
  for (const [call, message] of cases) {
    expect(await messageOf(call)).toContain(message);
    expect(await codeOf(call)).toBe('invalid-argument');
  }
});

it('passes on what the engine refuses, with its code', async () => {
  const { engine, config } = await withRun();
  expect(await codeOf(() => engine.createRun(config))).toBe('wrong-state');
  await engine.endRun();
  const refused = async (changes: object, code: string, message: string): Promise<void> => {
    const call = (): unknown => engine.createRun({ ...config, ...changes });
    expect(await messageOf(call)).toContain(message);
    expect(await codeOf(call)).toBe(code);
  };
  await refused({ corpusId: 'char-none' }, 'not-found', 'char-none');
  await refused({ threads: 0 }, 'invalid-argument', 'threads is 0');
  await refused({ batch: 513 }, 'invalid-argument', 'batch is 513');
  await refused({ model: { ...config.model, heads: 3 } }, 'invalid-argument', 'heads');
  const optimizer = { ...config.optimizer, learningRate: Infinity };
  await refused({ optimizer }, 'invalid-argument', 'learningRate');
  const paths = ['/no/such/corpus.txt'];
  const missing = (): unknown => engine.openCorpus({ name: 'x', tokenizer: 'byte', paths });
  expect(await messageOf(missing)).toContain('/no/such/corpus.txt');
  expect(await codeOf(missing)).toBe('not-found');
});

it('refuses text that is not UTF-8, with the offset', async () => {
  const bytes = new Uint8Array([65, 66, 0xff, 67]);
  const call = (): unknown => newEngine().openCorpus({ name: 'x', bytes, tokenizer: 'char' });
  expect(await messageOf(call)).toContain('\\xff at offset 2');
  expect(await codeOf(call)).toBe('invalid-argument');
});

it('says which folder it cannot write to', async () => {
  const { engine } = await withRun();
  const call = (): unknown => engine.saveCheckpoint('/no/such/folder/a.safetensors');
  expect(await messageOf(call)).toContain('/no/such/folder/a.safetensors');
  expect(await codeOf(call)).toBe('not-found');
});
