import { MAGNITUDE_BINS } from '../../src/shared/contract/blocks.ts';
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readEventFrame } from '../../src/shared/frames/event-frame.ts';
import { readMessageFrame } from '../../src/shared/frames/message-frame.ts';
import type { FrameKind } from '../../src/shared/frames/frame-header.ts';
import { readSphereFrame } from '../../src/shared/frames/sphere-frame.ts';
import { readTokenFrame } from '../../src/shared/frames/token-frame.ts';
import { readTraceFrame } from '../../src/shared/frames/trace-frame.ts';
import {
  codeOf,
  drain,
  newEngine,
  newFolder,
  openSmall,
  smallConfig,
  smallText,
  standingStill,
  trainTo,
} from './engine.ts';

it('describes a corpus', async () => {
  const bytes = new TextEncoder().encode(smallText());
  const corpus = await newEngine().openCorpus({ name: 'small', bytes, tokenizer: 'char' });
  expect(corpus).toMatchObject({
    name: 'small',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    tokenizer: 'char',
    vocabulary: new Set(smallText()).size,
    trainTokens: Math.floor((bytes.length * 9) / 10),
  });
  expect(corpus.tokenTexts).toEqual([...new Set(smallText())].sort());
  expect(corpus.trainTokens + corpus.validationTokens).toBe(bytes.length);
  expect(smallText().startsWith(corpus.excerpt)).toBe(true);
  expect(corpus.bigramEntropyNats).toBeLessThan(corpus.unigramEntropyNats);
});

it('trains, tells every step and when it is done', async () => {
  const engine = newEngine();
  const config = smallConfig(await openSmall(engine));
  const run = await engine.createRun(config);
  expect(run.spheres).toBe(13);
  expect(engine.status()).toMatchObject({ state: 'paused', step: 0 });
  const states: string[] = [];
  engine.onChange(() => states.push(engine.status().state));
  engine.run(50);
  expect(engine.status().state).toBe('running');
  await standingStill(engine);
  await new Promise(setImmediate);
  expect(states).toEqual(['completed']);
  const rows = drain(engine);
  expect(rows.map((row) => row.step)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  expect(rows.at(-1)?.lossNats).toBeLessThan(rows[0]?.lossNats ?? 0);
  const validated = rows.filter((row) => !Number.isNaN(row.validationLossNats));
  expect(validated.map((row) => row.step)).toEqual([20, 40, 50]);
  expect(engine.status()).toMatchObject({ step: 50, newestEvent: 50 * 6 * 32 });
  expect(engine.status().residentBytes).toBeGreaterThan(10_000_000);
});

it('coalesces changes while JavaScript is busy', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  let calls = 0;
  engine.onChange(() => (calls += 1));
  for (const step of [1, 2, 3]) {
    engine.run(step);
    while (engine.status().state === 'running');
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(calls).toBe(1);
});

it('fills frames that the shared readers take', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  await trainTo(engine, 4);
  const frame = (kind: FrameKind, since?: number): ArrayBuffer => {
    const into = new Uint8Array(1 << 20);
    return into.buffer.slice(0, engine.readFrame(kind, into, since));
  };
  expect(readSphereFrame(frame('spheres'))).toMatchObject({ rows: 13, step: 4 });
  const events = readEventFrame(frame('events', 700));
  expect(events).toMatchObject({ rows: 4 * 192 - 700, firstN: 701, leaves: 12, context: 32 });
  expect(readTraceFrame(frame('trace')).rows).toBeGreaterThan(0);
  expect(readTokenFrame(frame('tokens')).rows).toBe(new Set(smallText()).size);
  expect(readMessageFrame(frame('messages'))).toMatchObject({ rows: 0, intervalMs: 0 });
  await trainTo(engine, 6);
  const messages = readMessageFrame(frame('messages'));
  expect(messages.counted).toBe(messages.messages);
  expect(messages.messages).toBeGreaterThan(2 * 13 * 2);
});

it('tells of one sphere', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  await trainTo(engine, 4);
  const leaf = engine.inspectSphere(1);
  expect(leaf).toMatchObject({ sphere: 1, level: 1, group: 0, parent: 0, children: [] });
  expect(leaf.microBatches.map(({ step, item }) => [step, item])).toEqual([
    [4, 0],
    [3, 0],
    [2, 0],
    [1, 0],
  ]);
  expect(leaf.own).toMatchObject({ batchesCompleted: 4, primesProcessed: 4 * 32, spheres: 1 });
  expect(leaf.own.primesOfGroup.reduce((sum, n) => sum + n)).toBe(4 * 32);
  const root = engine.inspectSphere(0);
  expect(root.children).toHaveLength(12);
  expect(root.subtree).toMatchObject({ spheres: 13, batchesCompleted: 4 * 6 });
  expect('parent' in root || 'group' in root).toBe(false);
  expect(JSON.parse(JSON.stringify(root))).toEqual(root);
  await expect(codeOf(() => engine.inspectSphere(13))).resolves.toBe('not-found');
  await expect(codeOf(() => engine.inspectSphere(-1))).resolves.toBe('invalid-argument');
});

it('tells of one event', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  await trainTo(engine, 4);
  const event = engine.inspectEvent(200);
  expect(event).toMatchObject({ n: 200, step: 2, sequence: 0, position: 7 });
  const text = smallText();
  expect(event.text).toBe(text[event.offset]);
  expect(text.slice(0, event.offset).endsWith(event.before)).toBe(true);
  const { spiral, index, phonetic, omega, psi } = event.terms;
  const sum = spiral + index + phonetic + omega + psi - event.thetaRad;
  expect(Math.abs(Math.sin(sum / 2))).toBeLessThan(1e-12); // whole turns apart
  expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  await expect(codeOf(() => engine.inspectEvent(0))).resolves.toBe('not-found');
  await expect(codeOf(() => engine.inspectEvent(4 * 192 + 1))).resolves.toBe('not-found');
});

it('looks at one head and block by the newest weights, at gradients in the next step', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  await trainTo(engine, 2);
  const text = smallText().slice(0, 90);
  const asked = { block: 1, head: 0, text };
  const before = await engine.inspectBlock(asked);
  expect(before.step).toBe(2);
  expect(before.tokens.join('')).toBe(text.slice(-32));
  expect(before.gradients).toBeUndefined();
  const side = before.tokens.length;
  for (let row = 0; row < side; row += 1) {
    const shares = before.attention.slice(row * side, (row + 1) * side);
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 4);
    expect(shares.slice(row + 1).every((share) => share === 0)).toBe(true);
  }
  const few = await engine.inspectBlock({ ...asked, tokens: 3 });
  expect(few.tokens.join('')).toBe(text.slice(-3));
  expect(few.attention).toHaveLength(9);
  await trainTo(engine, 5);
  const after = await engine.inspectBlock(asked);
  expect(after.gradients?.step).toBe(3);
  expect(after.attention).not.toEqual(before.attention);
  const counted = ({ bins, zeros, notFinite }: (typeof after.weights)[number]) =>
    bins.reduce((sum, count) => sum + count, zeros + notFinite);
  expect(after.weights).toHaveLength(4);
  expect(after.gradients?.tensors.map(counted)).toEqual(after.weights.map(counted));
  expect(after.weights[0]?.bins).toHaveLength(MAGNITUDE_BINS);
  await expect(codeOf(() => engine.inspectBlock({ ...asked, block: 99 }))).resolves.toBe(
    'invalid-argument',
  );
  for (const wrong of [{ head: 99 }, { tokens: 0 }, { text: '\u{1F980}' }]) {
    await expect(codeOf(() => engine.inspectBlock({ ...asked, ...wrong }))).resolves.toBe(
      'invalid-argument',
    );
  }
});

it('writes into the middle of a buffer and nowhere else', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  const buffer = new Uint8Array(2_000).fill(0xab);
  const bytes = engine.readFrame('spheres', buffer.subarray(3, 3 + 32 + 5 * 52 + 1));
  expect(bytes).toBe(32 + 5 * 52); // as many rows as fit
  expect([...buffer.subarray(0, 3), ...buffer.subarray(3 + bytes)].every((b) => b === 0xab)).toBe(
    true,
  );
});

it('says which weights a checkpoint holds', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  await trainTo(engine, 5);
  const path = join(newFolder(), 'a.safetensors');
  const saved = await engine.saveCheckpoint(path);
  const file = readFileSync(path);
  expect(saved).toEqual({
    step: 5,
    bytes: file.length,
    weightsSha256: await engine.weightsSha256(),
  });
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString('utf8', 8, 8 + length)) as Record<
    string,
    { data_offsets: [number, number] } & Record<string, string>
  >;
  expect(header['__metadata__']).toMatchObject({
    step: '5',
    seed: '7',
    'data.cursor': '5',
    weights_sha256: saved.weightsSha256,
  });
  // The weights come first, in file order: their hash is that of the file's first stretch.
  const weights = Object.entries(header).filter(([name]) => name.startsWith('transformer.'));
  const end = Math.max(...weights.map(([, tensor]) => tensor.data_offsets[1]));
  const stretch = file.subarray(8 + length, 8 + length + end);
  expect(createHash('sha256').update(stretch).digest('hex')).toBe(saved.weightsSha256);
});

it('samples text of the corpus, the same for the same seed', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  await trainTo(engine, 20);
  const request = { prompt: 'kalo', tokens: 80, temperature: 0.8, topK: 8, seed: 5 };
  const first = await engine.sample(request);
  expect(first.step).toBe(20);
  expect([...first.text]).toHaveLength(80);
  expect((await engine.sample(request)).text).toBe(first.text);
  expect((await engine.sample({ ...request, seed: 6 })).text).not.toBe(first.text);
});

it('tells of each token how likely the model held it, and ends at a stop string', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  await trainTo(engine, 20);
  const request = { prompt: 'kalo', tokens: 60, temperature: 0, seed: 5, alternatives: 3 };
  const whole = await engine.sample(request);
  expect(whole).toMatchObject({ ended: 'length' });
  expect(whole.tokens).toHaveLength(60);
  for (const { id, probability, alternatives = [] } of whole.tokens) {
    expect(alternatives).toHaveLength(3);
    expect(alternatives[0]).toEqual({ id, probability }); // greedy takes the likeliest
    expect(probability).toBeGreaterThanOrEqual(alternatives[1]?.probability ?? 1);
    expect(probability).toBeLessThanOrEqual(1);
  }
  const stop = [...whole.text].slice(10, 13).join('');
  const cut = await engine.sample({ ...request, stop: [stop] });
  expect(cut).toMatchObject({ ended: 'stop', text: whole.text.slice(0, whole.text.indexOf(stop)) });
});

it('can be read while it writes, and cancelled', async () => {
  const engine = newEngine();
  await engine.createRun(smallConfig(await openSmall(engine)));
  const request = { prompt: 'kalo', tokens: 10_000, temperature: 1, seed: 5, id: 7 };
  const sample = engine.sample(request);
  let text = '';
  let tokens = 0;
  while (tokens < 50) {
    const part = engine.readSample(7);
    text += part?.text ?? '';
    tokens += part?.tokens.length ?? 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
  engine.cancelSample(7);
  const result = await sample;
  expect(result.ended).toBe('cancelled');
  expect(result.tokens.length).toBeLessThan(10_000);
  expect(result.text.startsWith(text)).toBe(true);
  expect(engine.readSample(7)).toBeUndefined();
  for (const wrong of [{ topP: 1.5 }, { minP: -1 }, { repetitionPenalty: 0.5 }]) {
    const refused = engine.sample({ ...request, ...wrong });
    await expect(refused).rejects.toMatchObject({ code: 'invalid-argument' });
  }
});
