import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { reasonOf, type Log } from '../log.ts';
import type { ActiveRun } from './active-run.ts';
import type { MetricsRow } from './metrics-log.ts';
import type { NativeEngine } from '../engine/engine-types.ts';
import type { TrainingSample } from '../../../shared/contract/topics.ts';

const SAMPLE_TOKENS = 200;
const SAMPLE_TEMPERATURE = 0.8;
const FILE_NAME = 'samples.jsonl';

/** Lets the network write a little while it trains, every `sampleEverySteps`, so that one sees what it has learned. */
export class TrainingSampler {
  private underWay: Promise<void> | undefined;

  constructor(
    private readonly engine: Pick<NativeEngine, 'sample'>,
    private readonly publish: (sample: TrainingSample) => void,
    private readonly log: Log,
  ) {}

  /** Starts a sample when the rows pass a multiple of the interval and none is under way. Training goes on meanwhile. */
  consider(run: ActiveRun, rows: readonly MetricsRow[]): void {
    const every = run.config.sampleEverySteps;
    const due = every > 0 && rows.some((row) => row.step % every === 0);
    if (!due || this.underWay) return;
    this.underWay = this.sample(run)
      .catch((error: unknown) => {
        this.log.warning(`No text could be sampled during training: ${reasonOf(error)}`);
      })
      .finally(() => {
        this.underWay = undefined;
      });
  }

  /** Resolves when no sample is under way. */
  async idle(): Promise<void> {
    await this.underWay;
  }

  private async sample(run: ActiveRun): Promise<void> {
    const { text, step } = await this.engine.sample({
      prompt: '',
      tokens: SAMPLE_TOKENS,
      temperature: SAMPLE_TEMPERATURE,
      seed: run.config.seed,
    });
    const sample = { step, text, temperature: SAMPLE_TEMPERATURE };
    this.publish({ runId: run.runId, ...sample });
    await appendFile(path.join(run.directory, FILE_NAME), `${JSON.stringify(sample)}\n`);
  }
}
