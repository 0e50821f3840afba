import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { ValidationFigures } from '../../../shared/contract/run.ts';
import type { MetricsBatch } from '../../../shared/contract/topics.ts';

const FILE_NAME = 'metrics.jsonl';
/** Bytes at the end of the log that hold its newest rows, for run.list. */
const TAIL_BYTES = 128 * 1024;

/** Read at once from a long log. */
const CHUNK_BYTES = 256 * 1024;
/** Rows of one history at most, as long as they carry no validation loss: some 15 MB of JSON. */
const MAX_HISTORY_ROWS = 200_000;

/** One line of metrics.jsonl. */
export interface MetricsRow {
  readonly step: number;
  readonly lossNats: number;
  readonly validationLossNats: number | null;
  readonly learningRate: number;
  readonly gradientNorm: number;
  readonly stepMs: number;
  /** Null or absent where no validation was measured. */
  readonly validation?: ValidationFigures | null;
}

/**
 * A run's append-only log of metrics, one JSON line a row. Rows are written in order in the background; when the disk
 * refuses they are kept and tried again with the next append, so nothing is lost while the process lives.
 */
export class MetricsLog {
  private waiting = '';
  private refused = false;
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
    this.writing = this.writing
      .then(() => this.write())
      .catch((error: unknown) => this.report(error));
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

  /** A disk that refuses is told of once, until it takes rows again. */
  private report(error: unknown): void {
    if (!this.refused) this.onError(error);
    this.refused = true;
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
      this.refused = false;
    } catch (error) {
      this.waiting = bytes.subarray(written).toString() + this.waiting;
      throw error;
    }
  }
}

export interface HistoryRange {
  readonly fromStep?: number;
  readonly toStep?: number;
  readonly maxRows?: number;
}

/**
 * Rows from `fromStep` to `toStep`, steps ascending. A row whose step is not above the one before it tells of a
 * restore: it ends the validity of all former rows from its step on. Lines that are not rows are skipped. Of more than
 * `maxRows` rows, those at every 2nd (4th, 8th, ...) step are given, and all with a validation loss.
 */
export async function readMetrics(
  runDirectory: string,
  { fromStep = 0, toStep = Infinity, maxRows = MAX_HISTORY_ROWS }: HistoryRange = {},
): Promise<readonly MetricsRow[]> {
  const rows = new HistoryRows(maxRows);
  for await (const row of metricsRows(runDirectory)) rows.add(row);
  return rows.between(fromStep, toStep);
}

/** Every row of the file as it was written, those that no longer hold too. Cost: CHUNK_BYTES in memory at a time. */
export async function* metricsRows(runDirectory: string): AsyncGenerator<MetricsRow> {
  const file = await open(path.join(runDirectory, FILE_NAME), 'r').catch(ignoreAbsent);
  if (!file) return;
  let rest = '';
  for await (const chunk of file.createReadStream({
    encoding: 'utf8',
    highWaterMark: CHUNK_BYTES,
  })) {
    const lines = `${rest}${chunk as string}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines.map(parseRow).filter((row) => row !== undefined);
  }
  const last = parseRow(rest);
  if (last) yield last;
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
    validation: rows.map((row) => row.validation ?? null),
  };
}

/** Rows that hold, thinned when there are too many for one message. */
class HistoryRows {
  private rows: MetricsRow[] = [];
  private stride = 1;

  constructor(private readonly maxRows: number) {}

  add(row: MetricsRow): void {
    while ((this.rows.at(-1)?.step ?? -1) >= row.step) this.rows.pop();
    if (!this.keeps(row)) return;
    this.rows.push(row);
    if (this.rows.length <= this.maxRows) return;
    this.stride *= 2;
    this.rows = this.rows.filter((kept) => this.keeps(kept));
  }

  between(fromStep: number, toStep: number): readonly MetricsRow[] {
    return this.rows.filter(({ step }) => step >= fromStep && step <= toStep);
  }

  private keeps({ step, validationLossNats }: MetricsRow): boolean {
    return step % this.stride === 0 || validationLossNats !== null;
  }
}

function parseRows(text: string): readonly MetricsRow[] {
  const rows = new HistoryRows(MAX_HISTORY_ROWS);
  for (const line of text.split('\n')) {
    const row = parseRow(line);
    if (row) rows.add(row);
  }
  return rows.between(0, Infinity);
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

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
