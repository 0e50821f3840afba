import { open, readFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { MetricsBatch } from '../../../shared/contract/topics.ts';

const FILE_NAME = 'metrics.jsonl';
/** Bytes at the end of the log that hold its newest rows, for run.list. */
const TAIL_BYTES = 128 * 1024;

/** One line of metrics.jsonl. */
export interface MetricsRow {
  readonly step: number;
  readonly lossNats: number;
  readonly validationLossNats: number | null;
  readonly learningRate: number;
  readonly gradientNorm: number;
  readonly stepMs: number;
}

/**
 * A run's append-only log of metrics, one JSON line a row. Rows are written in order in the background; when the disk
 * refuses they are kept and tried again with the next append, so nothing is lost while the process lives.
 */
export class MetricsLog {
  private waiting = '';
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: FileHandle,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Opens or creates the log; a line torn by a crash is closed off, so that new rows begin on their own line. */
  static async open(runDirectory: string, onError: (error: unknown) => void): Promise<MetricsLog> {
    const file = await open(path.join(runDirectory, FILE_NAME), 'a+');
    const { size } = await file.stat();
    const log = new MetricsLog(file, onError);
    if (size > 0) {
      const last = Buffer.alloc(1);
      await file.read(last, 0, 1, size - 1);
      if (last[0] !== 0x0a) log.waiting = '\n';
    }
    return log;
  }

  append(rows: readonly MetricsRow[]): void {
    for (const row of rows) this.waiting += `${JSON.stringify(row)}\n`;
    this.writing = this.writing.then(() => this.write()).catch(this.onError);
  }

  /** Resolves when all rows are written as far as the disk allows. */
  async flush(): Promise<void> {
    await this.writing;
  }

  /** Resolves when all rows are on the disk; rejects when they cannot be written. */
  async sync(): Promise<void> {
    await this.writing;
    await this.write();
    await this.file.datasync();
  }

  /** Writes what waits, as far as the disk allows, and closes the file. */
  async close(): Promise<void> {
    await this.writing;
    try {
      await this.write();
    } finally {
      await this.file.close();
    }
  }

  private async write(): Promise<void> {
    const bytes = Buffer.from(this.waiting);
    if (bytes.length === 0) return;
    this.waiting = '';
    let written = 0;
    try {
      while (written < bytes.length) {
        written += (await this.file.write(bytes, written)).bytesWritten;
      }
    } catch (error) {
      this.waiting = bytes.subarray(written).toString() + this.waiting;
      throw error;
    }
  }
}

/**
 * Rows from `fromStep` to `toStep`, steps ascending. A row whose step is not above the one before it tells of a
 * restore: it ends the validity of all former rows from its step on. Lines that are not rows are skipped.
 */
export async function readMetrics(
  runDirectory: string,
  { fromStep = 0, toStep = Infinity }: { fromStep?: number; toStep?: number } = {},
): Promise<readonly MetricsRow[]> {
  const rows = parseRows(await readOrEmpty(path.join(runDirectory, FILE_NAME)));
  return rows.filter(({ step }) => step >= fromStep && step <= toStep);
}

/** The newest rows only: cost independent of the log's length. */
export async function readMetricsTail(runDirectory: string): Promise<readonly MetricsRow[]> {
  const file = await open(path.join(runDirectory, FILE_NAME), 'r').catch(ignoreAbsent);
  if (!file) return [];
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const tail = Buffer.alloc(size - start);
    await file.read(tail, 0, tail.length, start);
    return parseRows(tail.toString('utf8'));
  } finally {
    await file.close();
  }
}

/** The last row that has a validation loss. */
export function newestValidation(
  rows: readonly MetricsRow[],
): { readonly step: number; readonly lossNats: number } | undefined {
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    const { step = 0, validationLossNats = null } = rows[row] ?? {};
    if (validationLossNats !== null) return { step, lossNats: validationLossNats };
  }
  return undefined;
}

/** Rows as the columns that travel. */
export function toBatch(runId: string, rows: readonly MetricsRow[]): MetricsBatch {
  return {
    runId,
    step: rows.map((row) => row.step),
    lossNats: rows.map((row) => row.lossNats),
    validationLossNats: rows.map((row) => row.validationLossNats),
    learningRate: rows.map((row) => row.learningRate),
    gradientNorm: rows.map((row) => row.gradientNorm),
    stepMs: rows.map((row) => row.stepMs),
  };
}

function parseRows(text: string): MetricsRow[] {
  const rows: MetricsRow[] = [];
  for (const line of text.split('\n')) {
    const row = parseRow(line);
    if (!row) continue;
    while (rows.length > 0 && (rows[rows.length - 1]?.step ?? 0) >= row.step) rows.pop();
    rows.push(row);
  }
  return rows;
}

function parseRow(line: string): MetricsRow | undefined {
  try {
    const row = JSON.parse(line) as Partial<MetricsRow> | null;
    return typeof row?.step === 'number' && typeof row.lossNats === 'number'
      ? (row as MetricsRow)
      : undefined;
  } catch {
    return undefined;
  }
}

async function readOrEmpty(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(ignoreAbsent)) ?? '';
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
