import { expect, it } from 'vitest';
import { grouped } from '../../../../src/main/host/grouped.ts';

it('groups digits as toLocaleString does', () => {
  const values = [0, -0, 7, 999, 1_000, 12_345.6, -1_234_567.25, 0.001, 1e15, 4_096, 123_456.789];
  for (const value of values) {
    const theirs = value.toLocaleString('en-US', { maximumSignificantDigits: 16 });
    expect(grouped(value)).toBe(Object.is(value, -0) ? '0' : theirs);
  }
  expect(grouped(18_446_744_073_709_551_615n)).toBe('18,446,744,073,709,551,615');
  expect(grouped(1e-30)).toBe('1e-30');
});
