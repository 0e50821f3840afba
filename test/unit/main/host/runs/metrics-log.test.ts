import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryDirectory, removeDirectory } from '../../../../helpers/test-host.ts';
import {
  MetricsLog,
  newestValidation,
  readMetrics,
  readMetricsTail,
  toBatch,
  type MetricsRow,
} from '../../../../../src/main/host/runs/metrics-log.ts';

const FIGURES = { perplexity: 7, bitsPerByte: 2, top1: 0.4, top5: 0.8, calibrationError: 0.02 };
const row = (step: number, lossNats = step / 10): MetricsRow => ({
  step,
  lossNats,
  validationLossNats: step % 10 === 0 ? lossNats + 1 : null,
  learningRate: 1e-3,
  gradientNorm: 0.5,
  stepMs: 8,
  ...(step % 10 === 0 && { validation: FIGURES }),
});
const stepsOf = (rows: readonly MetricsRow[]) => rows.map(({ step }) => step);

describe('MetricsLog', () => {
  let directory: string;
  let file: string;
  const errors: unknown[] = [];
  const openLog = () => MetricsLog.open(directory, (error) => errors.push(error));
  const write = async (...steps: number[]) => {
    const log = await openLog();
    log.append(steps.map((step) => row(step)));
    await log.close();
  };

  beforeEach(() => {
    directory = makeTemporaryDirectory();
    file = path.join(directory, 'metrics.jsonl');
    errors.length = 0;
  });
  afterEach(() => removeDirectory(directory));

  it('keeps every row exactly, in order, over several openings', async () => {
    const exact = row(3, 2.718281828459045);
    await write(1, 2);
    const log = await openLog();
    log.append([exact]);
    log.append([row(4), row(5)]);
    await log.close();
    expect(await readMetrics(directory)).toEqual([row(1), row(2), exact, row(4), row(5)]);
    expect(errors).toEqual([]);
  });

  it('is empty without a file', async () => {
    expect(await readMetrics(directory)).toEqual([]);
    expect(await readMetricsTail(directory)).toEqual([]);
  });

  it('reads a range of steps', async () => {
    await write(1, 2, 3, 4, 5);
    expect(stepsOf(await readMetrics(directory, { fromStep: 2, toStep: 4 }))).toEqual([2, 3, 4]);
  });

  it('lets newer rows hold where a restore repeated steps, and forgets what lay beyond them', async () => {
    await write(1, 2, 3, 4, 5);
    const log = await openLog();
    log.append([row(3, 9), row(4, 8)]);
    await log.close();
    const rows = await readMetrics(directory);
    expect(stepsOf(rows)).toEqual([1, 2, 3, 4]);
    expect(rows.map(({ lossNats }) => lossNats)).toEqual([0.1, 0.2, 9, 8]);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(7); // the file keeps all
  });

  it('goes on after a line torn by a crash, losing only that line', async () => {
    await write(1, 2);
    appendFileSync(file, '{"step":3,"lossN');
    await write(3, 4);
    expect(stepsOf(await readMetrics(directory))).toEqual([1, 2, 3, 4]);
  });

  it('skips lines that are no rows', async () => {
    writeFileSync(file, 'null\n[]\n{}\n{"step":"1"}\n\u0000\n7\n\n');
    await write(1);
    expect(stepsOf(await readMetrics(directory))).toEqual([1]);
  });

  it('finds the newest rows of a long log without reading it all', async () => {
    await write(...Array.from({ length: 5_000 }, (_, i) => i + 1));
    const tail = await readMetricsTail(directory);
    expect(tail.at(-1)?.step).toBe(5_000);
    expect(tail.length).toBeLessThan(5_000);
    expect(newestValidation(tail)).toEqual({ step: 5_000, lossNats: 501 });
    expect(newestValidation([row(1)])).toBeUndefined();
  });

  it('thins a history too long for one message evenly, and keeps every validation', async () => {
    const count = 4_500;
    const lines = Array.from({ length: count }, (_, i) => JSON.stringify(row(i + 1)));
    writeFileSync(file, `${lines.join('\n')}\n`);
    const steps = stepsOf(await readMetrics(directory, { maxRows: 2_000 }));
    expect(steps.length).toBeLessThanOrEqual(2_000);
    expect(steps.filter((step) => step % 10 === 0)).toHaveLength(count / 10);
    expect(steps.filter((step) => step % 4 === 0)).toHaveLength(count / 4);
    expect(steps.at(-1)).toBe(count);
    expect(stepsOf(await readMetrics(directory))).toHaveLength(count);
  });

  it('joins rows that lie across two reads', async () => {
    const count = 10_000; // about six reads
    const lines = Array.from({ length: count }, (_, i) => JSON.stringify(row(i + 1)));
    writeFileSync(file, lines.join('\n')); // the last line without its end
    expect(stepsOf(await readMetrics(directory))).toEqual(lines.map((_, i) => i + 1));
  });

  it('tells of a disk that refuses, keeps the rows, and fails sync', async (context) => {
    // A file that may not grow: the shell's limit of file size would end this process, so /dev/full stands in.
    try {
      execFileSync('ln', ['-s', '/dev/full', file]);
    } catch {
      context.skip('there is no /dev/full here');
    }
    const log = await openLog();
    log.append([row(1)]);
    await log.flush();
    log.append([row(2)]);
    await log.flush();
    expect(errors).toMatchObject([{ code: 'ENOSPC' }]); // once, not for each row
    await expect(log.sync()).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(log.close()).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('turns rows into columns of one length', () => {
    expect(toBatch('a', [row(9), row(10)])).toEqual({
      runId: 'a',
      step: [9, 10],
      lossNats: [0.9, 1],
      validationLossNats: [null, 2],
      learningRate: [1e-3, 1e-3],
      gradientNorm: [0.5, 0.5],
      stepMs: [8, 8],
      validation: [null, FIGURES],
    });
  });
});
