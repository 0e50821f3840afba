import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeEngine } from '../helpers/fake-engine.ts';
import {
  makeTemporaryDirectory,
  openTestHost,
  openText,
  removeDirectory,
  smallRun,
  type TestHost,
} from '../helpers/test-host.ts';
import { loadEngine } from '../../src/main/host/engine/engine-handle.ts';
import { needNativeEngine } from '../helpers/native-host.ts';
import type { LoopEvent } from '../../src/shared/contract/loop.ts';

const STEP = ['batch-start', 'gradient-sync', 'weight-update', 'batch-end'];

describe('the events of the training loop', () => {
  let directory: string;
  let open: TestHost<FakeEngine> | undefined;

  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });
  afterEach(async () => {
    await open?.host.close({ discard: true });
    open = undefined;
    await removeDirectory(directory);
  });

  it('reach who listens, from then on, and cost nothing else', async () => {
    open = await openTestHost(new FakeEngine(), directory);
    const { client, engine, untilState } = open;
    let reads = 0;
    const read = engine.readLoopEvents.bind(engine);
    engine.readLoopEvents = (since) => {
      reads += 1;
      return read(since);
    };
    const run = smallRun(await openText(client), { steps: 1_000_000 });
    const { runId } = await client.call('run.start', run);
    await client.call('run.pause', { runId });
    expect(reads).toBe(0);
    const events: LoopEvent[] = [];
    const stop = client.subscribe('run.loop', (batch) => {
      expect(batch.runId).toBe(runId);
      events.push(...batch.events);
    });
    const { step } = await client.call('run.step', { runId, count: 2 });
    await untilState('paused');
    while (events.length < 8) await delay(5);
    expect(events.map(({ kind }) => kind)).toEqual([...STEP, ...STEP]);
    expect(events.map((event) => event.step)).toEqual([
      ...Array<number>(4).fill(step - 1),
      ...Array<number>(4).fill(step),
    ]);
    const first = events[0]?.number ?? 0;
    expect(events.map(({ number }) => number)).toEqual(events.map((_, i) => first + i));
    await client.call('run.checkpoint', { runId });
    while (events.length < 9) await delay(5);
    expect(events.at(-1)).toMatchObject({ kind: 'checkpoint', step });
    stop();
    const before = reads;
    await client.call('run.step', { runId, count: 2 });
    expect(reads).toBe(before);
  });

  it('tell of a failure why', async () => {
    open = await openTestHost(new FakeEngine(), directory);
    open.engine.failAtStep = 5;
    const events: LoopEvent[] = [];
    open.client.subscribe('run.loop', (batch) => events.push(...batch.events));
    await open.client.call('run.start', smallRun(await openText(open.client)));
    await open.untilState('failed');
    while (events.at(-1)?.kind !== 'error') await delay(5);
    expect(events.at(-1)).toMatchObject({ step: 5, message: 'The loss became NaN at step 5.' });
  });
});

describe('the events of the real engine', () => {
  let directory: string;

  needNativeEngine();
  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });
  afterEach(() => removeDirectory(directory));

  it('say what a step measures; the run shows its states', async () => {
    const native = await openTestHost(loadEngine(), directory);
    try {
      const events: LoopEvent[] = [];
      native.client.subscribe('run.loop', (batch) => events.push(...batch.events));
      const run = smallRun(await openText(native.client), { steps: 40 });
      const { runId } = await native.client.call('run.start', run);
      await native.untilState('completed');
      while (events.at(-1)?.kind !== 'checkpoint') await delay(5);
      const history = await native.client.call('run.history', { runId });
      const of = (kind: LoopEvent['kind']) => events.filter((event) => event.kind === kind);
      expect(of('batch-end').map(({ value }) => value)).toEqual(history.lossNats);
      expect(of('gradient-sync').map(({ value }) => value)).toEqual(history.gradientNorm);
      expect(of('epoch-start').length).toBeGreaterThan(0);
      expect(of('epoch-end')).toHaveLength(of('epoch-start').length);
      expect(of('checkpoint')).toMatchObject([{ step: 40 }]);
      expect(native.statuses.map(({ state }) => state)).toEqual(
        expect.arrayContaining(['initializing', 'running', 'checkpointing', 'completed']),
      );
    } finally {
      await native.host.close({ discard: true });
    }
  });
});
