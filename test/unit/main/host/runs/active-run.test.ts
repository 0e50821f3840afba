import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MetricsLog } from '../../../../../src/main/host/runs/metrics-log.ts';
import {
  addCheckpoint,
  addRows,
  createActiveRun,
  describeRun,
  type ActiveRun,
} from '../../../../../src/main/host/runs/active-run.ts';
import {
  makeTemporaryDirectory,
  removeDirectory,
  smallRun,
} from '../../../../helpers/test-host.ts';
import type { CheckpointInfo } from '../../../../../src/shared/contract/run.ts';
import type { CorpusInfo } from '../../../../../src/shared/contract/corpus.ts';
import type { NativeStatus } from '../../../../../src/main/host/engine/engine-types.ts';

const engine = (step: number): NativeStatus => ({
  state: 'paused',
  step,
  weightsVersion: step,
  residentBytes: 5,
  newestEvent: 0,
  newestLoopEvent: 0,
});
const checkpoint = (step: number): CheckpointInfo => ({
  name: `step-${step}`,
  step,
  bytes: 1,
  writtenAtMs: step,
  weightsSha256: '',
});
const row = (step: number, validationLossNats: number | null = null) => ({
  step,
  lossNats: 2,
  validationLossNats,
  learningRate: 0,
  gradientNorm: 0,
  stepMs: 20,
});

describe('an active run', () => {
  let directory: string;
  let run: ActiveRun;
  beforeEach(async () => {
    directory = makeTemporaryDirectory();
    run = createActiveRun({
      ...{ runId: 'r', directory, parameters: 9, spheres: 13, savedStep: 0 },
      config: smallRun('c'),
      corpus: {} as CorpusInfo,
      metrics: await MetricsLog.open(directory, () => undefined),
      unlock: async () => undefined,
      onBoardError: () => undefined,
    });
  });
  afterEach(async () => {
    await run.metrics.close();
    await removeDirectory(directory);
  });

  it('counts the steps that only memory holds', () => {
    expect(describeRun('paused', run, engine(0)).unsavedSteps).toBe(0);
    expect(describeRun('paused', run, engine(30)).unsavedSteps).toBe(30);
    addCheckpoint(run, checkpoint(30));
    expect(describeRun('paused', run, engine(42))).toMatchObject({
      unsavedSteps: 12,
      lastCheckpoint: { step: 30 },
    });
    run.held = false; // ended: what was not saved is gone
    expect(describeRun('stopped', run, engine(0)).unsavedSteps).toBe(0);
  });

  it('keeps its checkpoints by step, one of a name, the last one being the newest written', () => {
    for (const step of [20, 40, 30, 20]) addCheckpoint(run, checkpoint(step));
    expect(run.checkpoints.map(({ step }) => step)).toEqual([20, 30, 40]);
    expect(run.lastCheckpoint?.step).toBe(20);
    expect(run.savedStep).toBe(20);
  });

  it('forgets its warning once a checkpoint is written', () => {
    run.warning = 'full disk';
    expect(describeRun('running', run, engine(1)).warning).toBe('full disk');
    addCheckpoint(run, checkpoint(1));
    expect(describeRun('running', run, engine(1))).not.toHaveProperty('warning');
  });

  it('has a rate and an end in sight while it runs only', () => {
    addRows(run, [row(49), row(50)]);
    const running = describeRun('running', run, engine(50));
    expect(running.tokensPerSecond).toBe(3_200); // 4 sequences of 16 tokens in 20 ms
    expect(running.etaSeconds).toBe(1); // 50 steps of 20 ms
    expect(describeRun('paused', run, engine(50))).not.toHaveProperty('tokensPerSecond');
  });

  it('remembers the newest validation', () => {
    addRows(run, [row(10, 2.5), row(11)]);
    addRows(run, [row(12)]);
    expect(run.newestValidation).toEqual({ step: 10, lossNats: 2.5 });
  });

  it('tells of memory also when there is none', () => {
    expect(describeRun('idle', undefined, engine(0))).toEqual({
      state: 'idle',
      step: 0,
      residentBytes: 5,
      unsavedSteps: 0,
      checkpoints: [],
    });
  });
});
