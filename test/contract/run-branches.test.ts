import { existsSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
import { DEFAULT_OPTIMIZER } from '../../src/shared/contract/optimizer.ts';
import type { RunConfig } from '../../src/shared/contract/run.ts';

interface Record {
  readonly config: RunConfig;
  readonly lineage: readonly object[];
  readonly rateChanges: readonly { fromStep: number; scale: number }[];
}

/** What becomes of a run besides its plain life: more steps, branches, other rates, fewer checkpoints. */
describe('a run', () => {
  let directory: string;
  let open: TestHost<FakeEngine>;

  beforeEach(async () => {
    directory = makeTemporaryDirectory();
    open = await openTestHost(new FakeEngine(), directory);
  });
  afterEach(async () => {
    await open.host.close({ discard: true });
    await removeDirectory(directory);
  });

  const train = async (changes: Partial<RunConfig> = {}) => {
    const config = smallRun(await openText(open.client), { steps: 20, ...changes });
    const { runId } = await open.client.call('run.start', config);
    await open.untilState('completed');
    return runId;
  };
  const record = (runId: string) =>
    JSON.parse(readFileSync(path.join(directory, runId, 'run.json'), 'utf8')) as Record;
  const checkpoints = (runId: string) =>
    readdirSync(path.join(directory, runId, 'checkpoints'))
      .filter((name) => name.startsWith('step-'))
      .sort();

  it('that is complete goes on with more steps, its schedule as it was laid out', async () => {
    const runId = await train();
    expect(await open.client.call('run.extend', { runId, steps: 35 })).toEqual({ runId, step: 20 });
    expect(open.host.status()).toMatchObject({ state: 'paused', config: { steps: 35 } });
    expect(record(runId).config.optimizer.schedule.horizon).toBe(20);
    expect(record(runId).lineage).toContainEqual(expect.objectContaining({ steps: 35 }));
    await open.client.call('run.resume', { runId });
    await open.untilState('completed');
    expect(open.host.status().step).toBe(35);
    await open.client.call('run.extend', { runId, steps: 40 });
    expect(record(runId).config.optimizer.schedule.horizon).toBe(20);
    await expect(open.client.call('run.extend', { runId, steps: 40 })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: 'steps is 40; it must be more than the 40 that the run has.',
    });
  });

  it('branches from any checkpoint, and the branch tells where it comes from', async () => {
    const runId = await train({ checkpointEverySteps: 5 });
    const checkpoint = 'step-000010.safetensors';
    const made = await open.client.call('run.branch', { runId, checkpoint, name: 'other' });
    expect(made.step).toBe(10);
    expect(made.runId).not.toBe(runId);
    expect(checkpoints(made.runId)).toEqual([checkpoint]);
    expect(record(made.runId).config.name).toBe('other');
    expect(record(made.runId).lineage).toEqual([
      { atMs: expect.any(Number) as number, step: 10, checkpoint, branchedFrom: runId },
    ]);
    const { runs } = await open.client.call('run.list');
    expect(runs.find((run) => run.runId === made.runId)).toMatchObject({
      step: 10,
      branchedFrom: { runId, step: 10 },
    });
    await open.client.call('run.restore', { runId: made.runId });
    await open.client.call('run.resume', { runId: made.runId });
    await open.untilState('completed');
    expect(checkpoints(runId)).toHaveLength(4); // the run it came from stays as it is
    await expect(
      open.client.call('run.branch', { runId, checkpoint: 'step-000999.safetensors' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect(readdirSync(directory)).toHaveLength(2);
  });

  it('keeps the newest checkpoints, the best, and those at chosen multiples', async () => {
    const runId = await train({
      steps: 60,
      checkpointEverySteps: 5,
      keepCheckpoints: 2,
      keepEverySteps: 25,
    });
    // The loss of this engine falls all the way: the best is the newest.
    expect(checkpoints(runId).map((name) => Number(name.slice(5, 11)))).toEqual([25, 50, 55, 60]);
    const folder = path.join(directory, runId, 'checkpoints');
    expect(readlinkSync(path.join(folder, 'last.safetensors'))).toBe('step-000060.safetensors');
    expect(readlinkSync(path.join(folder, 'best.safetensors'))).toBe('step-000060.safetensors');
    expect(open.host.status().checkpoints.map(({ step }) => step)).toEqual([25, 50, 55, 60]);
    expect(existsSync(path.join(folder, 'last.safetensors.tmp'))).toBe(false);
  });

  it('writes a rate changed by hand down, and forgets those of later steps', async () => {
    const config = smallRun(await openText(open.client), { steps: 1_000_000 });
    const { runId } = await open.client.call('run.start', config);
    const change = await open.client.call('run.setLearningRate', { runId, learningRate: 5e-4 });
    await open.untilState('running'); // it goes on
    await open.client.call('run.pause', { runId });
    expect(record(runId).rateChanges).toEqual([{ ...change, atMs: expect.any(Number) as number }]);
    expect(change.scale).toBeCloseTo(0.5);
    const again = await open.client.call('run.setLearningRate', { runId, learningRate: 1e-4 });
    expect(record(runId).rateChanges.map(({ fromStep }) => fromStep)).toEqual([
      ...(again.fromStep === change.fromStep ? [] : [change.fromStep]),
      again.fromStep,
    ]);
    await expect(
      open.client.call('run.setLearningRate', { runId, learningRate: 0 }),
    ).rejects.toMatchObject({ code: 'invalid-params' });
  });

  it('of before there was a choice of optimiser is AdamW under warm-up and cosine', async () => {
    const runId = await train();
    const file = path.join(directory, runId, 'run.json');
    const old = JSON.parse(readFileSync(file, 'utf8')) as { config: { optimizer: object } };
    const { learningRate, beta1, beta2, epsilon, weightDecay, clipNorm } = DEFAULT_OPTIMIZER;
    old.config.optimizer = {
      ...{ learningRate, beta1, beta2, epsilon, weightDecay, clipNorm },
      ...{ minLearningRate: 2e-4, warmupSteps: 7 },
    };
    writeFileSync(file, JSON.stringify(old));
    await open.client.call('run.stop', { runId });
    await open.client.call('run.restore', { runId });
    expect(open.host.status().config?.optimizer).toEqual({
      ...DEFAULT_OPTIMIZER,
      schedule: { ...DEFAULT_OPTIMIZER.schedule, minLearningRate: 2e-4, warmupSteps: 7 },
    });
  });

  it('that pauses itself says why, and rests', async () => {
    const config = smallRun(await openText(open.client), { steps: 100 });
    open.engine.pauseItselfAt = { step: 30, reason: 'no-progress', message: 'No progress.' };
    const { runId } = await open.client.call('run.start', config);
    const status = await open.untilState('paused');
    expect(status).toMatchObject({ step: 30, pausedBecause: { reason: 'no-progress' } });
    await open.client.call('run.resume', { runId });
    await open.untilState('completed');
    expect(open.host.status().pausedBecause).toBeUndefined();
  });
});
