import { appendFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeEngine } from '../helpers/fake-engine.ts';
import {
  TEXT,
  makeTemporaryDirectory,
  openTestHost,
  openText,
  removeDirectory,
  smallRun,
  type TestHost,
} from '../helpers/test-host.ts';
import type { MetricsBatch } from '../../src/shared/contract/topics.ts';
import type { RunConfig } from '../../src/shared/contract/run.ts';

/** What a run does from start to restore, through the wire, with an engine that trains nothing. */
describe('the life of a run', () => {
  let directory: string;
  let open: TestHost<FakeEngine>;
  const hosts: TestHost<FakeEngine>[] = [];

  const openHost = async (engine = new FakeEngine()) => {
    const host = await openTestHost(engine, directory);
    hosts.push(host);
    return host;
  };
  const start = async (changes: Partial<RunConfig> = {}) => {
    const config = smallRun(await openText(open.client), changes);
    return (await open.client.call('run.start', config)).runId;
  };
  /** Starts a long run and halts it after at least ten steps. */
  const startPaused = async (changes: Partial<RunConfig> = {}) => {
    const runId = await start({ steps: 1_000_000, ...changes });
    await open.client.call('run.pause', { runId });
    await open.client.call('run.step', { runId, count: 10 });
    return runId;
  };
  const file = (...parts: string[]) => path.join(directory, ...parts);
  /** But for the links to the best and the last. */
  const checkpoints = (runId: string) =>
    readdirSync(file(runId, 'checkpoints'))
      .filter((name) => name.startsWith('step-'))
      .sort();
  const writtenSteps = (runId: string) =>
    readFileSync(file(runId, 'metrics.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { step: number }).step);

  beforeEach(async () => {
    directory = makeTemporaryDirectory();
    open = await openHost();
  });
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map(({ host }) => host.close({ discard: true })));
    await removeDirectory(directory);
  });

  it('begins idle and says what it is', async () => {
    const info = await open.client.call('session.info');
    expect(info).toMatchObject({ shell: 'test', runsDirectory: directory, capabilities: [] });
    expect(info.activeRunId).toBeUndefined();
    expect(open.host.status()).toMatchObject({ state: 'idle', step: 0, unsavedSteps: 0 });
    await expect(open.client.call('run.list')).resolves.toEqual({ runs: [] });
  });

  it('trains to the end, saves the last step and lists the run', async () => {
    const runId = await start({ name: 'Moby Dick!', steps: 250, checkpointEverySteps: 100 });
    expect(runId).toBe('0001-moby-dick');
    const status = await open.untilState('completed');
    expect(status).toMatchObject({ step: 250, unsavedSteps: 0, parameters: 1_000, spheres: 13 });
    expect(checkpoints(runId)).toEqual([
      'step-000100.safetensors',
      'step-000200.safetensors',
      'step-000250.safetensors',
    ]);
    expect(status.checkpoints.map(({ step }) => step)).toEqual([100, 200, 250]);
    expect(status.lastCheckpoint?.weightsSha256).toBe(await open.engine.weightsSha256());
    expect(status.lastCheckpoint?.validationLossNats).toBeGreaterThan(0);
    const { runs } = await open.client.call('run.list');
    expect(runs).toMatchObject([{ runId, name: 'Moby Dick!', step: 250, steps: 250 }]);
    expect(runs[0]?.problem).toBeUndefined();
    expect(runs[0]?.checkpoints).toHaveLength(3);
  });

  it('tells every metrics row once, and keeps every one', async () => {
    const batches: MetricsBatch[] = [];
    open.client.subscribe('run.metrics', (batch) => batches.push(batch));
    const runId = await start({ steps: 300 });
    await open.untilState('completed');
    const history = await open.client.call('run.history', { runId });
    const steps = Array.from({ length: 300 }, (_, i) => i + 1);
    expect(history.step).toEqual(steps);
    expect(history.validationLossNats.filter((loss) => loss !== null)).toHaveLength(30);
    while (batches.flatMap(({ step }) => step).length < 300) await open.client.call('session.info');
    expect(batches.flatMap(({ step }) => step)).toEqual(steps);
    expect(batches.flatMap(({ lossNats }) => lossNats)).toEqual(history.lossNats);
    const tail = await open.client.call('run.history', { runId, fromStep: 299 });
    expect(tail.step).toEqual([299, 300]);
  });

  it('stands still while paused, steps exactly, and goes on', async () => {
    const runId = await startPaused();
    const paused = open.host.status();
    expect(paused.state).toBe('paused');
    expect(paused.tokensPerSecond).toBeUndefined();
    expect(paused.unsavedSteps).toBe(paused.step);
    await expect(open.client.call('run.step', { runId })).resolves.toEqual({
      step: paused.step + 1,
    });
    await expect(open.client.call('run.step', { runId, count: 25 })).resolves.toEqual({
      step: paused.step + 26,
    });
    expect(open.engine.status()).toMatchObject({ state: 'paused', step: paused.step + 26 });
    await open.client.call('run.resume', { runId });
    await open.until(({ step }) => step > paused.step + 26);
    expect(open.host.status().state).toBe('running');
  });

  it('says how fast it is while it runs', async () => {
    await start({ steps: 1_000_000 });
    const { tokensPerSecond, etaSeconds, step } = await open.until(
      (status) => status.tokensPerSecond !== undefined,
    );
    expect(tokensPerSecond).toBeCloseTo((4 * 16 * 1_000) / 10); // tokens a step, 10 ms each
    expect(etaSeconds).toBeCloseTo(((1_000_000 - step) * 10) / 1_000);
  });

  it('saves on demand while it runs, and goes on', async () => {
    const runId = await start({ steps: 1_000_000 });
    const info = await open.client.call('run.checkpoint', { runId });
    expect(checkpoints(runId)).toEqual([info.name]);
    const { lastCheckpoint } = await open.until(
      ({ state, step }) => state === 'running' && step > info.step,
    );
    expect(lastCheckpoint).toEqual(info);
  });

  it('does not seem paused while it saves, and does not disturb the steps under way', async () => {
    const runId = await startPaused();
    const { step } = open.host.status();
    const seen = open.statuses.length;
    const stepped = open.client.call('run.step', { runId, count: 5_000 });
    const { step: savedStep } = await open.client.call('run.checkpoint', { runId });
    expect(savedStep).toBeLessThan(step + 5_000);
    const during = open.statuses.slice(seen).map(({ state }) => state);
    expect(during).toContain('checkpointing');
    expect(during).not.toContain('paused');
    expect((await stepped).step).toBe(step + 5_000);
  });

  it('stays paused after a checkpoint of a paused run, and completed after one of a completed run', async () => {
    const runId = await startPaused();
    const info = await open.client.call('run.checkpoint', { runId });
    expect(open.host.status()).toMatchObject({ state: 'paused', step: info.step, unsavedSteps: 0 });
    await open.client.call('run.stop', { runId });
    const short = await start({ steps: 3 });
    await open.untilState('completed');
    await open.client.call('run.checkpoint', { runId: short });
    expect(open.host.status()).toMatchObject({ state: 'completed', step: 3 });
  });

  it('steps over an automatic checkpoint', async () => {
    const runId = await start({ steps: 1_000_000, checkpointEverySteps: 1_000_000 });
    await open.client.call('run.pause', { runId });
    await open.client.call('run.stop', { runId, discard: true });
    const second = await startPaused({ checkpointEverySteps: 50 });
    const before = open.host.status().step;
    const { step } = await open.client.call('run.step', { runId: second, count: 120 });
    expect(step).toBe(before + 120);
    const due = [50, 100, 150, 200].filter((at) => at > before && at <= step);
    expect(open.host.status().checkpoints.map((info) => info.step)).toEqual(
      expect.arrayContaining(due),
    );
  });

  it('saves when it is stopped, unless told to discard', async () => {
    const kept = await startPaused();
    const { step } = await open.client.call('run.stop', { runId: kept });
    expect(checkpoints(kept)).toEqual([`step-${String(step).padStart(6, '0')}.safetensors`]);
    expect(open.host.status()).toMatchObject({ state: 'stopped', step, unsavedSteps: 0 });
    const discarded = await startPaused();
    await open.client.call('run.stop', { runId: discarded, discard: true });
    expect(checkpoints(discarded)).toEqual([]);
    expect((await open.client.call('session.info')).activeRunId).toBeUndefined();
  });

  it('stops a run that is running', async () => {
    const runId = await start({ steps: 1_000_000 });
    await open.until(({ step }) => step > 0);
    const { step } = await open.client.call('run.stop', { runId });
    expect(open.host.status()).toMatchObject({ state: 'stopped', step });
    expect(checkpoints(runId)).toHaveLength(1);
  });

  it('restores in a second process to the same next loss', async () => {
    const runId = await startPaused();
    const saved = await open.client.call('run.checkpoint', { runId });
    await open.client.call('run.step', { runId, count: 3 });
    const expected = await open.client.call('run.history', { runId, fromStep: saved.step + 1 });
    await open.host.close({ discard: true });

    const second = await openHost();
    await expect(second.client.call('run.restore', { runId })).resolves.toEqual({
      runId,
      step: saved.step,
    });
    const status = second.host.status();
    expect(status).toMatchObject({ state: 'paused', step: saved.step, unsavedSteps: 0 });
    expect(status.lastCheckpoint).toMatchObject({ name: saved.name, bytes: saved.bytes });
    const beyond = await second.client.call('run.history', { runId, fromStep: saved.step + 1 });
    expect(beyond.step).toEqual([]); // rows of steps the run no longer has are not shown
    await second.client.call('run.step', { runId, count: 2 });
    const again = await second.client.call('run.history', { runId, fromStep: saved.step + 1 });
    expect(again.lossNats).toEqual(expected.lossNats.slice(0, 2));
    expect(writtenSteps(runId).filter((step) => step > saved.step)).toEqual(
      [1, 2, 3, 1, 2].map((ahead) => saved.step + ahead),
    );
  });

  it('refuses a run that another process or window holds', async () => {
    const runId = await startPaused();
    await open.client.call('run.checkpoint', { runId });
    const second = await openHost();
    await expect(second.client.call('run.restore', { runId })).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('another window or command') as unknown,
    });
    expect(second.host.status().state).toBe('idle');
    await open.client.call('run.stop', { runId });
    await expect(second.client.call('run.restore', { runId })).resolves.toMatchObject({ runId });
  });

  it('goes back to a named checkpoint of the run that is loaded', async () => {
    const runId = await startPaused();
    const first = await open.client.call('run.checkpoint', { runId });
    await open.client.call('run.step', { runId, count: 5 });
    const second = await open.client.call('run.checkpoint', { runId });
    const restored = await open.client.call('run.restore', { runId, checkpoint: first.name });
    expect(restored.step).toBe(first.step);
    const { checkpoints: known, lastCheckpoint } = open.host.status();
    expect(known.map(({ name }) => name)).toEqual([first.name, second.name]);
    expect(lastCheckpoint?.name).toBe(first.name);
  });

  it('restores past a damaged checkpoint and says so; a named one is refused', async () => {
    const runId = await startPaused();
    const sound = await open.client.call('run.checkpoint', { runId });
    await open.client.call('run.step', { runId });
    const flipped = await open.client.call('run.checkpoint', { runId });
    await open.client.call('run.step', { runId });
    const torn = await open.client.call('run.checkpoint', { runId });
    await open.client.call('run.stop', { runId });
    const content = readFileSync(file(runId, 'checkpoints', flipped.name));
    content[content.length - 1] = (content.at(-1) ?? 0) ^ 1;
    writeFileSync(file(runId, 'checkpoints', flipped.name), content);
    writeFileSync(file(runId, 'checkpoints', torn.name), content.subarray(0, 40));

    const skipped = new Promise<string[]>((resolve) => {
      const warnings: string[] = [];
      open.client.subscribe('log', ({ level, message }) => {
        if (level === 'warning') warnings.push(message);
        if (warnings.length === 2) resolve(warnings);
      });
    });
    const restored = await open.client.call('run.restore', { runId });
    expect(restored.step).toBe(sound.step);
    expect(await skipped).toEqual([
      expect.stringContaining(torn.name),
      expect.stringContaining(flipped.name),
    ]);
    const refused = open.client.call('run.restore', { runId, checkpoint: torn.name });
    await expect(refused).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining(torn.name) as unknown,
    });
    expect(open.host.status().state).toBe('idle');
  });

  it('refuses to restore onto a text that has changed or gone, naming it', async () => {
    const text = file('mine.txt');
    writeFileSync(text, TEXT);
    const source = { kind: 'files', paths: [text] } as const;
    const corpus = await open.client.call('corpus.open', { source, tokenizer: 'byte' });
    expect(corpus).toMatchObject({ name: 'mine.txt', source: 'files' });
    const config = smallRun(corpus.corpusId, { steps: 5 });
    const { runId } = await open.client.call('run.start', config);
    await open.untilState('completed');
    appendFileSync(text, 'x');
    await expect(open.client.call('run.restore', { runId })).rejects.toMatchObject({
      code: 'mismatch',
      message: expect.stringContaining(text) as unknown,
    });
    expect(open.host.status().state).toBe('completed'); // what was loaded stays loaded
    rmSync(text);
    await expect(open.client.call('run.restore', { runId })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(text) as unknown,
    });
  });

  it('keeps a copy of an uploaded text with the run', async () => {
    const runId = await startPaused();
    expect(readFileSync(file(runId, 'corpus.txt'), 'utf8')).toBe(TEXT);
  });

  it('goes on training when a checkpoint cannot be written, warns, and tries again', async () => {
    open.engine.failNextSave = Object.assign(new Error('write /x: no space left on device'), {
      code: 'io-failed',
    });
    const runId = await start({ steps: 1_000_000, checkpointEverySteps: 50 });
    const warned = await open.until(({ warning }) => warning !== undefined);
    expect(warned.warning).toContain('no space left on device');
    const healed = await open.until(({ checkpoints: saved }) => saved.length > 0);
    expect(healed.warning).toBeUndefined();
    expect(healed.checkpoints[0]?.step).toBe(50 + 7); // not only when the next one is due, at 100
    await open.client.call('run.pause', { runId });
    expect(open.host.status().failure).toBeUndefined();
  });

  it('keeps a run that could not be saved when it was to stop', async () => {
    const runId = await startPaused();
    open.engine.failNextSave = Object.assign(new Error('no space'), { code: 'io-failed' });
    const stop = open.client.call('run.stop', { runId });
    await expect(stop).rejects.toMatchObject({ code: 'io-failed' });
    expect(open.host.status()).toMatchObject({ state: 'paused', runId });
    await open.client.call('run.stop', { runId });
    expect(checkpoints(runId)).toHaveLength(1);
  });

  it('tells why a run failed and what is safe', async () => {
    open.engine.failAtStep = 70;
    const runId = await start({ steps: 1_000, checkpointEverySteps: 50 });
    const { failure, step } = await open.untilState('failed');
    expect(step).toBe(70);
    expect(failure).toContain('The loss became NaN at step 70.');
    expect(failure).toContain('up to step 50 is safe');
    await expect(open.client.call('run.resume', { runId })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    open.engine.failAtStep = Infinity;
    await expect(open.client.call('run.restore', { runId })).resolves.toMatchObject({ step: 50 });
  });

  it('refuses what the present state does not allow, in words', async () => {
    await expect(open.client.call('run.pause', { runId: '0001-x' })).rejects.toMatchObject({
      code: 'wrong-state',
      message: 'Run 0001-x is not loaded: restore it first.',
    });
    const runId = await start({ steps: 1_000_000 });
    await expect(open.client.call('run.resume', { runId })).rejects.toMatchObject({
      code: 'wrong-state',
      message: `Run ${runId} is running: only a run that is paused can be resumed.`,
    });
    await expect(start()).rejects.toMatchObject({ code: 'wrong-state' });
    await expect(open.client.call('run.restore', { runId })).rejects.toMatchObject({
      code: 'wrong-state',
    });
    const unknown = open.client.call('run.restore', { runId: '0099-nothing' });
    await expect(unknown).rejects.toMatchObject({ code: 'wrong-state' });
    await open.client.call('run.stop', { runId });
    await expect(open.client.call('run.restore', { runId: '0099-nothing' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(open.client.call('run.history', { runId: '0099-nothing' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('leaves nothing behind when a run cannot start', async () => {
    const lost = smallRun('char-0000');
    await expect(open.client.call('run.start', lost)).rejects.toMatchObject({ code: 'not-found' });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('samples the present run, running or not, and during training', async () => {
    const samples: string[] = [];
    open.client.subscribe('run.sample', ({ text }) => samples.push(text));
    const runId = await start({ steps: 400, sampleEverySteps: 100 });
    const request = { runId, prompt: 'the', tokens: 5, temperature: 0, seed: 3 };
    const sample = await open.client.call('sample.generate', request);
    expect(sample.text).toHaveLength(5);
    await open.untilState('completed');
    await expect(open.client.call('sample.generate', request)).resolves.toMatchObject({
      step: 400,
    });
    const refused = open.client.call('sample.generate', { ...request, prompt: '\u{1F980}' });
    await expect(refused).rejects.toMatchObject({ code: 'invalid-argument' });
    await open.client.call('run.stop', { runId });
    await expect(open.client.call('sample.generate', request)).rejects.toMatchObject({
      code: 'wrong-state',
    });
    expect(samples.length).toBeGreaterThan(0);
    const log = readFileSync(file(runId, 'samples.jsonl'), 'utf8').trim().split('\n');
    expect(log.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(samples);
  });

  it('tells of a sample while it is written, and ends it when asked', async () => {
    const slow = await openTestHost(new FakeEngine({ stepDelayMs: 5 }), directory);
    try {
      const runId = (
        await slow.client.call(
          'run.start',
          smallRun(await openText(slow.client), { steps: 10_000 }),
        )
      ).runId;
      const request = { runId, prompt: '', tokens: 5_000, temperature: 1, seed: 1 };
      const parts: string[] = [];
      const told = new Promise<void>((resolve) => {
        slow.client.subscribe('sample.written', ({ sampleId, text }) => {
          expect(sampleId).toBe('mine');
          parts.push(text);
          if (parts.length === 2) resolve();
        });
      });
      const sample = slow.client.call('sample.generate', { ...request, sampleId: 'mine' });
      await told;
      const twice = slow.client.call('sample.generate', { ...request, sampleId: 'mine' });
      await expect(twice).rejects.toMatchObject({ code: 'wrong-state' });
      await slow.client.call('sample.cancel', { sampleId: 'mine' });
      await slow.client.call('sample.cancel', { sampleId: 'another' });
      const { text, ended } = await sample;
      expect(ended).toBe('cancelled');
      expect(text.startsWith(parts.join(''))).toBe(true);
    } finally {
      await slow.host.close({ discard: true });
    }
  });

  it('saves what is unsaved when the host closes', async () => {
    const runId = await start({ steps: 1_000_000 });
    await open.until(({ step }) => step > 0);
    await open.host.close();
    expect(open.engine.disposed).toBe(true);
    expect(open.client.connected).toBe(false);
    const [name] = checkpoints(runId);
    const step = Number(/\d+/.exec(name ?? '')?.[0]);
    expect(writtenSteps(runId).at(-1)).toBe(step);
    await open.host.close(); // twice is harmless
  });

  it('says, when it closes, that the unsaved steps could not be saved', async () => {
    await startPaused();
    open.engine.failNextSave = Object.assign(new Error('no space'), { code: 'io-failed' });
    await expect(open.host.close()).rejects.toMatchObject({
      name: 'CallError',
      code: 'io-failed',
      message: 'no space',
    });
    expect(open.engine.disposed).toBe(true);
    hosts.splice(hosts.indexOf(open), 1);
  });

  it('offers the file dialog only where the shell has one', async () => {
    await expect(open.client.call('corpus.choose')).rejects.toMatchObject({ code: 'unsupported' });
    const withDialog = await openTestHost(new FakeEngine(), directory, {
      chooseFiles: async () => ['/a/b.txt'],
    });
    hosts.push(withDialog);
    await expect(withDialog.client.call('corpus.choose')).resolves.toEqual({ paths: ['/a/b.txt'] });
    expect((await withDialog.client.call('session.info')).capabilities).toEqual(['choose-files']);
  });

  it('opens the sample corpus', async () => {
    const opened = await open.client.call('corpus.open', {
      source: { kind: 'sample' },
      tokenizer: 'char',
    });
    expect(opened).toMatchObject({ name: 'Moby Dick', source: 'sample' });
    expect(opened.bytes).toBeGreaterThan(1_000_000);
  });

  it('lets a second client see the same run', async () => {
    const runId = await startPaused();
    const { createMemoryPair } = await import('../../src/shared/rpc/memory-transport.ts');
    const { RpcClient } = await import('../../src/shared/rpc/rpc-client.ts');
    const [near, far] = createMemoryPair();
    open.host.connect(far);
    const other = new RpcClient();
    await other.attach(near);
    const status = await new Promise((resolve) => other.subscribe('run.status', resolve));
    expect(status).toMatchObject({ runId, state: 'paused' });
    other.close();
  });
});
