import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TrainingSampler } from '../../../../../src/main/host/runs/training-sampler.ts';
import {
  makeTemporaryDirectory,
  removeDirectory,
  smallRun,
} from '../../../../helpers/test-host.ts';
import type { ActiveRun } from '../../../../../src/main/host/runs/active-run.ts';
import type { MetricsRow } from '../../../../../src/main/host/runs/metrics-log.ts';
import type { TrainingSample } from '../../../../../src/shared/contract/topics.ts';

describe('TrainingSampler', () => {
  let directory: string;
  let answers: ((outcome: string | Error) => void)[];
  let published: TrainingSample[];
  let warnings: string[];
  let sampler: TrainingSampler;
  const rows = (...steps: number[]) => steps.map((step) => ({ step }) as MetricsRow);
  const run = (sampleEverySteps: number) =>
    ({ runId: 'r', directory, config: smallRun('c', { sampleEverySteps }) }) as ActiveRun;

  beforeEach(() => {
    directory = makeTemporaryDirectory();
    [answers, published, warnings] = [[], [], []];
    sampler = new TrainingSampler(
      {
        sample: () =>
          new Promise((resolve, reject) => {
            answers.push((outcome) => {
              if (outcome instanceof Error) reject(outcome);
              else
                resolve({
                  ...{ text: outcome, tokens: [], ended: 'length' },
                  ...{ step: 100, tokensPerSecond: 1 },
                });
            });
          }),
      },
      (sample) => published.push(sample),
      { info: () => undefined, warning: (text) => warnings.push(text), error: () => undefined },
    );
  });
  afterEach(() => removeDirectory(directory));

  it('samples when the rows pass a multiple of the interval, and keeps what it got', async () => {
    sampler.consider(run(50), rows(48, 49));
    expect(answers).toHaveLength(0);
    sampler.consider(run(50), rows(50, 51));
    expect(answers).toHaveLength(1);
    answers[0]?.('Call me');
    await sampler.idle();
    const sample = { step: 100, text: 'Call me', temperature: 0.8 };
    expect(published).toEqual([{ runId: 'r', ...sample }]);
    const log = readFileSync(path.join(directory, 'samples.jsonl'), 'utf8');
    expect(log).toBe(`${JSON.stringify(sample)}\n`);
  });

  it('never samples with an interval of 0', () => {
    sampler.consider(run(0), rows(0, 1, 50, 100));
    expect(answers).toHaveLength(0);
  });

  it('makes one sample at a time', async () => {
    sampler.consider(run(10), rows(10));
    sampler.consider(run(10), rows(20));
    expect(answers).toHaveLength(1);
    answers[0]?.('x');
    await sampler.idle();
    sampler.consider(run(10), rows(30));
    expect(answers).toHaveLength(2);
  });

  it('tells of a sample that failed, and goes on', async () => {
    sampler.consider(run(10), rows(10));
    answers[0]?.(new Error('out of memory'));
    await sampler.idle();
    expect(warnings).toEqual([expect.stringContaining('out of memory.')]);
    sampler.consider(run(10), rows(20));
    expect(answers).toHaveLength(2);
  });
});
