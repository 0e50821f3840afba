import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallError } from '../../../../../src/shared/rpc/call-error.ts';
import { blocksParsers } from '../../../../../src/main/host/parsers/blocks.ts';
import { corpusParsers } from '../../../../../src/main/host/parsers/corpus.ts';
import { numbersParsers } from '../../../../../src/main/host/parsers/numbers.ts';
import { runParsers } from '../../../../../src/main/host/parsers/run.ts';
import { exchangeParsers } from '../../../../../src/main/host/parsers/exchange.ts';
import { sampleParsers } from '../../../../../src/main/host/parsers/sample.ts';
import { spheresParsers } from '../../../../../src/main/host/parsers/spheres.ts';
import { topologyParsers } from '../../../../../src/main/host/parsers/topology.ts';
import { sessionParsers } from '../../../../../src/main/host/parsers/session.ts';
import { defaultRun } from '../../../../../src/shared/contract/presets.ts';
import type { Parsers } from '../../../../../src/shared/rpc/rpc-server.ts';

const parsers: Parsers = {
  ...{ ...sessionParsers, ...corpusParsers, ...runParsers },
  ...{ ...exchangeParsers, ...sampleParsers, ...numbersParsers, ...spheresParsers },
  ...topologyParsers,
  ...blocksParsers,
};
const start = { corpusId: 'c', name: 'n', ...defaultRun('baby', 2) };
const sample = { runId: '0001-x', prompt: '', tokens: 10, temperature: 0.8, topK: 40, seed: 1 };

describe('the parsers', () => {
  it('give back what is right as it was', () => {
    expect(parsers['run.start'](start)).toEqual(start);
    expect(parsers['sample.generate'](sample)).toEqual(sample);
    expect(parsers['run.restore']({ runId: 'a', checkpoint: 'step-000001.safetensors' })).toEqual({
      runId: 'a',
      checkpoint: 'step-000001.safetensors',
    });
    expect(parsers['session.info'](null)).toBeNull();
    for (const source of [
      { kind: 'sample' },
      { kind: 'files', paths: ['/a', '/b'] },
      { kind: 'text', name: 'n', text: 'line\n\ttab' },
    ] as const) {
      const params = { source, tokenizer: 'byte' } as const;
      expect(parsers['corpus.open'](params)).toEqual(params);
    }
  });

  it.each<[keyof Parsers, unknown, string]>([
    ['run.start', { ...start, threads: 0 }, 'threads must be a whole number from 1 to 256, not 0.'],
    ['run.start', { ...start, depth: 5 }, 'depth must be a whole number from 1 to 4, not 5.'],
    ['run.start', { ...start, maxDepth: 0 }, 'maxDepth must be a whole number from 1 to 4, not 0.'],
    [
      'run.start',
      { ...start, threads: 1.5 },
      'threads must be a whole number from 1 to 256, not 1.5.',
    ],
    [
      'events.inspect',
      { runId: '0001-x', n: 0 },
      'n must be a whole number from 1 to 9007199254740991, not 0.',
    ],
    [
      'spheres.inspect',
      { runId: '0001-x', sphere: 65_536 },
      'sphere must be a whole number from 0 to 65535, not 65536.',
    ],
    [
      'spheres.build',
      { depth: 1, strategy: 'even' },
      'strategy must be one of one-to-one, round-robin, grouped, priority-based, dynamic-load-balanced, not "even".',
    ],
    [
      'topology.read',
      { load: [...Array(11).fill(1), -1] },
      'load.11 must be a number from 0 to 1000000000000000, not -1.',
    ],
    [
      'blocks.inspect',
      { runId: '0001-x', block: 24, head: 0, text: '' },
      'block must be a whole number from 0 to 23, not 24.',
    ],
    ['run.start', { ...start, seed: -1 }, 'seed must be a whole number from 0 to 9007199254740991'],
    [
      'run.start',
      { ...start, steps: '10' },
      'steps must be a whole number from 1 to 10000000, not "10".',
    ],
    ['run.start', { ...start, batch: NaN }, 'batch must be a whole number from 1 to 512, not NaN.'],
    ['run.start', { ...start, name: '' }, 'name must be a text of 1 to 80 characters'],
    ['run.start', { ...start, name: 'a\nb' }, 'without control characters, not "a\\nb".'],
    [
      'run.start',
      { ...start, model: { ...start.model, heads: 3 } },
      'model.width must be a multiple of the 3 heads, not 128.',
    ],
    [
      'run.start',
      { ...start, optimizer: { ...start.optimizer, beta2: 1 } },
      'optimizer.beta2 must be a number from 0 to 0.9999999, not 1.',
    ],
    [
      'run.start',
      { ...start, optimizer: { ...start.optimizer, learningRate: Infinity } },
      'optimizer.learningRate must be a number from 0 to 10, not Infinity.',
    ],
    ['run.start', { ...start, extra: 1 }, 'extra'],
    ['run.start', null, 'params'],
    [
      'run.pause',
      { runId: '../x' },
      'runId must be the id of a run, as run.list gives it, not "../x".',
    ],
    ['run.pause', {}, 'runId must be the id of a run, as run.list gives it, not absent.'],
    ['run.step', { runId: 'a', count: 0 }, 'count must be a whole number from 1'],
    ['run.stop', { runId: 'a', discard: 'yes' }, 'discard must be true or false, not "yes".'],
    [
      'run.restore',
      { runId: 'a', checkpoint: '../../x' },
      'checkpoint must be the name of a checkpoint',
    ],
    ['run.list', {}, 'params must be null'],
    [
      'sample.generate',
      { ...sample, tokens: 1e9 },
      'tokens must be a whole number from 1 to 10000',
    ],
    [
      'sample.generate',
      { ...sample, temperature: -1 },
      'temperature must be a number from 0 to 10',
    ],
    [
      'corpus.open',
      { source: { kind: 'url' }, tokenizer: 'char' },
      'must be of kind sample, files or text',
    ],
    [
      'corpus.open',
      { source: { kind: 'files', paths: [] }, tokenizer: 'char' },
      'list of 1 to 1000 paths',
    ],
    [
      'corpus.open',
      { source: { kind: 'files', paths: ['relative.txt'] }, tokenizer: 'char' },
      'source.paths.0 must be an absolute path without NUL',
    ],
    [
      'corpus.open',
      { source: { kind: 'sample' }, tokenizer: 'wordpiece' },
      'tokenizer must be one of char, byte, bpe',
    ],
  ])('refuse for %s %j: %s', (command, params, words) => {
    expect(() => parsers[command](params)).toThrow(CallError);
    expect(() => parsers[command](params)).toThrow(words);
  });

  it('name a few fields and count the rest', () => {
    const wrong = { ...start, threads: 0, steps: 0, batch: 0, seed: -1, name: '' };
    expect(() => parsers['run.start'](wrong)).toThrow(/; and 2 more\.$/);
  });

  it('refuse anything else with invalid-params and never otherwise', () => {
    const commands = fc.constantFrom(...(Object.keys(parsers) as (keyof Parsers)[]));
    fc.assert(
      fc.property(commands, fc.anything(), (command, params) => {
        try {
          parsers[command](params);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid-params' });
        }
      }),
    );
  });
});
