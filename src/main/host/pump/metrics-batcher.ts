import { METRIC_FIELDS, type NativeEngine } from '../engine/engine-types.ts';
import type { MetricsRow } from '../runs/metrics-log.ts';

/** Rows the engine keeps unread before training waits. */
const MAX_ROWS = 8_192;

/** Takes every metrics row out of the engine, through one preallocated buffer. */
export class MetricsBatcher {
  private readonly buffer = new Float64Array(MAX_ROWS * METRIC_FIELDS.length);

  constructor(private readonly engine: Pick<NativeEngine, 'readMetrics'>) {}

  /** All rows since the last call, in order; none is lost or told twice. */
  drain(): readonly MetricsRow[] {
    const rows: MetricsRow[] = [];
    for (;;) {
      const count = this.engine.readMetrics(this.buffer);
      for (let row = 0; row < count; row += 1) rows.push(this.rowAt(row));
      if (count < MAX_ROWS) return rows;
    }
  }

  private rowAt(row: number): MetricsRow {
    const at = (field: (typeof METRIC_FIELDS)[number]) =>
      this.buffer[row * METRIC_FIELDS.length + METRIC_FIELDS.indexOf(field)] ?? NaN;
    const validation = at('validationLossNats');
    const measured = !Number.isNaN(validation);
    return {
      step: at('step'),
      lossNats: at('lossNats'),
      validationLossNats: measured ? validation : null,
      learningRate: at('learningRate'),
      gradientNorm: at('gradientNorm'),
      stepMs: at('stepMs'),
      ...(measured && {
        validation: {
          perplexity: at('validationPerplexity'),
          bitsPerByte: at('validationBitsPerByte'),
          top1: at('validationTop1'),
          top5: at('validationTop5'),
          calibrationError: at('validationCalibrationError'),
        },
      }),
    };
  }
}
