import path from 'node:path';
import { readMetrics, type MetricsRow } from '../runs/metrics-log.ts';
import { writeFileAtomic } from '../runs/atomic-file.ts';
import type { ExportResult } from '../../../shared/contract/exchange.ts';

/** Columns of the table, and what a row has in them. */
const COLUMNS: readonly (readonly [name: string, value: (row: MetricsRow) => number | null])[] = [
  ['step', (row) => row.step],
  ['loss_nats', (row) => row.lossNats],
  ['validation_loss_nats', (row) => row.validationLossNats],
  ['learning_rate', (row) => row.learningRate],
  ['gradient_norm', (row) => row.gradientNorm],
  ['step_ms', (row) => row.stepMs],
  ['validation_perplexity', (row) => row.validation?.perplexity ?? null],
  ['validation_bits_per_byte', (row) => row.validation?.bitsPerByte ?? null],
  ['validation_top1', (row) => row.validation?.top1 ?? null],
  ['validation_top5', (row) => row.validation?.top5 ?? null],
  ['validation_calibration_error', (row) => row.validation?.calibrationError ?? null],
];

/** Writes the metrics that hold, one row a step: rows that a restore has undone are left out. */
export async function exportMetrics(
  runDirectory: string,
  folder: string,
  format: 'csv' | 'jsonl',
): Promise<ExportResult> {
  const rows = await readMetrics(runDirectory, { maxRows: Infinity });
  const text =
    format === 'csv' ? csv(rows) : rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const file = path.join(folder, `metrics.${format}`);
  await writeFileAtomic(file, text);
  return { path: file, bytes: Buffer.byteLength(text), notes: [] };
}

function csv(rows: readonly MetricsRow[]): string {
  const lines = rows.map((row) => COLUMNS.map(([, value]) => value(row) ?? '').join(','));
  return `${[COLUMNS.map(([name]) => name).join(','), ...lines].join('\n')}\n`;
}
