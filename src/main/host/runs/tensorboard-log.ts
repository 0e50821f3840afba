import { open, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { fileVersionEvent, scalarsEvent, tfRecord } from './tensorboard-events.ts';
import type { MetricsRow } from './metrics-log.ts';

/** A run's TensorBoard event file, written while it trains; a run that goes on begins another, which TensorBoard joins to the first. */
export class TensorBoardLog {
  private file: FileHandle | undefined;
  private refused = false;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly runDirectory: string,
    private readonly onError: (error: unknown) => void,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /** Appends rows in the background. A disk that refuses is told of once; its rows are not tried again: metrics.jsonl has them. */
  append(rows: readonly MetricsRow[]): void {
    if (rows.length === 0 || this.refused) return;
    const wallSeconds = this.nowMs() / 1_000;
    const records = rows.map((row) =>
      tfRecord(scalarsEvent(wallSeconds, row.step, scalarsOf(row))),
    );
    this.writing = this.writing
      .then(() => this.write(records))
      .catch((error: unknown) => {
        if (!this.refused) this.onError(error);
        this.refused = true;
      });
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file?.close();
    this.file = undefined;
  }

  private async write(records: readonly Uint8Array[]): Promise<void> {
    if (!this.file) {
      const nowMs = this.nowMs();
      const name = `events.out.tfevents.${Math.floor(nowMs / 1_000)}.${hostname()}.${process.pid}.${nowMs % 1_000}`;
      this.file = await open(path.join(this.runDirectory, name), 'a');
      await this.file.appendFile(tfRecord(fileVersionEvent(nowMs / 1_000)));
    }
    await this.file.appendFile(Buffer.concat(records));
  }
}

/** TensorBoard's tags; the validation loss where one was measured. */
function scalarsOf(row: MetricsRow): readonly (readonly [string, number])[] {
  return [
    ['loss/train', row.lossNats],
    ...(row.validationLossNats === null
      ? []
      : [['loss/validation', row.validationLossNats] as const]),
    ['optimizer/learning_rate', row.learningRate],
    ['optimizer/gradient_norm', row.gradientNorm],
    ['speed/step_ms', row.stepMs],
    ...validationScalars(row),
  ];
}

function validationScalars({ validation }: MetricsRow): readonly (readonly [string, number])[] {
  if (!validation) return [];
  return [
    ['validation/perplexity', validation.perplexity],
    ['validation/bits_per_byte', validation.bitsPerByte],
    ['validation/top1', validation.top1],
    ['validation/top5', validation.top5],
    ['validation/calibration_error', validation.calibrationError],
  ];
}
