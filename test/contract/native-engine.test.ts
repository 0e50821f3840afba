import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addonPath, loadEngine } from '../../src/main/host/engine/engine-handle.ts';
import { readEventFrame } from '../../src/shared/frames/event-frame.ts';
import { SPHERE_STATES, readSphereFrame } from '../../src/shared/frames/sphere-frame.ts';
import { readTokenFrame } from '../../src/shared/frames/token-frame.ts';
import {
  makeTemporaryDirectory,
  openTestHost,
  openText,
  removeDirectory,
  smallRun,
  type TestHost,
} from '../helpers/test-host.ts';
import type { FrameTopic, MetricsBatch } from '../../src/shared/contract/topics.ts';
import type { NativeEngine } from '../../src/main/host/engine/engine-types.ts';

const built = existsSync(addonPath());

/** The host with the engine it is for, on a network of a few thousand weights. */
describe('the native engine behind the wire', () => {
  let directory: string;
  const hosts: TestHost<NativeEngine>[] = [];
  const openHost = async () => {
    const host = await openTestHost(loadEngine(), directory);
    hosts.push(host);
    return host;
  };

  beforeEach((context) => {
    if (!built) context.skip('the native engine is not built: npm run build:native');
    directory = makeTemporaryDirectory();
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map(({ host }) => host.close({ discard: true })));
    await removeDirectory(directory);
  });

  it('trains, pauses, steps, saves, and restores in a second host to the same next loss', async () => {
    const first = await openHost();
    const batches: MetricsBatch[] = [];
    first.client.subscribe('run.metrics', (batch) => batches.push(batch));
    const corpusId = await openText(first.client);
    const { runId } = await first.client.call('run.start', smallRun(corpusId, { steps: 100_000 }));
    await first.until(({ step }) => step >= 5);
    await first.client.call('run.pause', { runId });
    const paused = first.host.status();
    expect(paused.state).toBe('paused');
    expect(first.engine.status()).toMatchObject({ state: 'paused', step: paused.step });

    const stepped = await first.client.call('run.step', { runId, count: 3 });
    expect(stepped.step).toBe(paused.step + 3);
    const saved = await first.client.call('run.checkpoint', { runId });
    expect(saved).toMatchObject({ step: stepped.step });
    expect(saved.weightsSha256).toBe(await first.engine.weightsSha256());
    await first.client.call('run.step', { runId, count: 2 });
    const expected = await first.client.call('run.history', { runId, fromStep: saved.step + 1 });
    expect(expected.step).toEqual([saved.step + 1, saved.step + 2]);
    expect(batches.length).toBeGreaterThan(0);
    await first.host.close({ discard: true });

    const second = await openHost();
    const restored = await second.client.call('run.restore', { runId });
    expect(restored.step).toBe(saved.step);
    await expect(second.engine.weightsSha256()).resolves.toBe(saved.weightsSha256);
    await second.client.call('run.step', { runId, count: 2 });
    const again = await second.client.call('run.history', { runId, fromStep: saved.step + 1 });
    expect(again.lossNats).toEqual(expected.lossNats);
    await second.client.call('run.stop', { runId });
    expect(second.host.status().state).toBe('stopped');
  });

  it('learns, validates, samples and saves on its way to the end', async () => {
    const { client, untilState } = await openHost();
    const corpusId = await openText(client);
    const samples: string[] = [];
    client.subscribe('run.sample', ({ text }) => samples.push(text));
    const { runId } = await client.call(
      'run.start',
      smallRun(corpusId, { steps: 300, checkpointEverySteps: 100, sampleEverySteps: 100 }),
    );
    const status = await untilState('completed');
    expect(status.checkpoints.map(({ step }) => step)).toEqual([100, 200, 300]);
    expect(status).toMatchObject({ step: 300, unsavedSteps: 0 });
    const { step, lossNats, validationLossNats } = await client.call('run.history', { runId });
    expect(step).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    expect(lossNats[0]).toBeGreaterThan(status.corpus?.unigramEntropyNats ?? Infinity);
    expect(lossNats.at(-1)).toBeLessThan(status.corpus?.unigramEntropyNats ?? 0);
    expect(validationLossNats.filter((loss) => loss !== null)).toHaveLength(30);
    const request = { runId, prompt: 'the quick', tokens: 20, temperature: 0, seed: 1 };
    const { text } = await client.call('sample.generate', request);
    expect(text).toHaveLength(20);
    expect((await client.call('sample.generate', request)).text).toBe(text);
    const unknown = client.call('sample.generate', { ...request, prompt: 'Z' });
    await expect(unknown).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('Z') as unknown,
    });
    expect(samples.length).toBeGreaterThan(0);
  });

  it('sends frames that agree with the run', async () => {
    const { client, until } = await openHost();
    const corpusId = await openText(client);
    const first = (topic: FrameTopic) =>
      new Promise<ArrayBuffer>((resolve) => client.subscribe(topic, resolve));
    const frames = {
      spheres: first('frame.spheres'),
      tokens: first('frame.tokens'),
    };
    const config = smallRun(corpusId, { steps: 100_000 });
    const { runId } = await client.call('run.start', config);
    const { corpus } = await until(({ step }) => step >= 10);
    const spheres = readSphereFrame(await frames.spheres);
    expect(spheres.rows).toBe(13);
    expect([...Array(13).keys()].map(spheres.columns.level)).toEqual([0, ...Array(12).fill(1)]);
    expect(spheres.columns.state(0)).toBeLessThan(SPHERE_STATES.length);
    const tokens = readTokenFrame(await frames.tokens);
    expect(tokens.rows).toBe(corpus?.vocabulary);
    expect([0, 1, 2, 3, 4].map(tokens.columns.prime)).toEqual([2, 3, 5, 7, 11]);
    expect(tokens.columns.thetaOffset(0)).toBeLessThan(2 * Math.PI);

    const { step } = await client.call('run.pause', { runId });
    let newestN = 0;
    await new Promise<void>((resolve) => {
      client.subscribe('frame.events', (frame) => {
        const events = readEventFrame(frame);
        expect(events.firstN).toBe(newestN + 1); // without a gap
        newestN = events.firstN + events.rows - 1;
        expect(events.columns.token(0)).toBeLessThan(tokens.rows);
        expect(events.columns.loss(0)).toBeGreaterThan(0);
        if (newestN === step * config.batch * config.model.context) resolve();
      });
    });
  });

  it('refuses a checkpoint with one bit changed, and falls back to the one before', async () => {
    const { client, untilState, host } = await openHost();
    const corpusId = await openText(client);
    const { runId } = await client.call(
      'run.start',
      smallRun(corpusId, { steps: 20, checkpointEverySteps: 10 }),
    );
    await untilState('completed');
    const file = path.join(directory, runId, 'checkpoints', 'step-000020.safetensors');
    const content = readFileSync(file);
    content[content.length - 9] = (content.at(-9) ?? 0) ^ 0x10;
    writeFileSync(file, content);
    const named = client.call('run.restore', { runId, checkpoint: 'step-000020.safetensors' });
    await expect(named).rejects.toMatchObject({ code: 'corrupt' });
    expect(host.status().state).toBe('idle');
    await expect(client.call('run.restore', { runId })).resolves.toEqual({ runId, step: 10 });
    await client.call('run.resume', { runId });
    expect((await untilState('completed')).step).toBe(20);
  });
});
