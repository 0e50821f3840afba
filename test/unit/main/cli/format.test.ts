import { describe, expect, it } from 'vitest';
import { bytes, clock, count, listed, nats, table } from '../../../../src/main/cli/format.ts';
import { logInterval, progressBar, progressText } from '../../../../src/main/cli/progress-line.ts';

describe('figures', () => {
  it('are written for a reader', () => {
    expect(count(1_234_567.4)).toBe('1,234,567');
    expect(nats(2.5)).toBe('2.5000');
    expect(nats(undefined)).toBe('–');
    expect([0, 9.6, 61, 3_599.6, 36_061].map(clock)).toEqual([
      '0:00',
      '0:10',
      '1:01',
      '1:00:00',
      '10:01:01',
    ]);
    expect(clock(-1)).toBe('0:00');
  });

  it('are sizes and lists', () => {
    expect([0, 1, 1_023, 1_024, 1_536, 10_240, 1_048_576, 35 * 2 ** 50].map(bytes)).toEqual([
      ...['0 bytes', '1 bytes', '1023 bytes', '1 KiB', '1.5 KiB', '10 KiB', '1 MiB', '35840 TiB'],
    ]);
    expect(listed([])).toBe('');
    expect(listed([3])).toBe('3');
    expect(listed([0, 1, 2, 5, 7, 8])).toBe('0-2,5,7-8');
  });

  it('stand in columns', () => {
    const text = table(
      ['NAME', 'N'],
      [
        ['a', '1'],
        ['long', '200'],
      ],
      new Set([1]),
    );
    expect(text).toBe('NAME    N\na       1\nlong  200');
  });
});

describe('progressBar', () => {
  const progress = { step: 50, steps: 100, lossNats: 2, tokensPerSecond: 51_234, etaSeconds: 65 };

  it('fills by the share of steps done', () => {
    expect(progressBar(progress, 200)).toBe(
      `▕${'█'.repeat(20)}${' '.repeat(20)}▏ step 50/100  loss 2.0000  51,234 tokens/s  1:05 left`,
    );
    expect(progressBar({ ...progress, step: 100 }, 200)).toContain(`▕${'█'.repeat(40)}▏`);
    expect(progressBar({ ...progress, step: 0 }, 200)).toContain(`▕${' '.repeat(40)}▏`);
  });

  it('never wraps, however narrow the terminal', () => {
    for (let columns = 1; columns < 120; columns += 1) {
      expect([...progressBar(progress, columns)].length).toBeLessThan(columns);
    }
  });

  it('leaves out what is not known', () => {
    expect(progressText({ step: 0, steps: 10 })).toBe('step 0/10  loss –');
  });
});

describe('logInterval', () => {
  it('gives about twenty lines, at round steps', () => {
    expect([1, 20, 100, 500, 2_000, 5_000, 10_000_000].map(logInterval)).toEqual([
      1, 1, 5, 50, 100, 500, 500_000,
    ]);
  });
});
