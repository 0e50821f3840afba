import { describe, expect, it } from 'vitest';
import {
  NO_FIGURE,
  formatAgo,
  formatBytes,
  formatClock,
  formatCount,
  formatFigure,
  formatNats,
  formatPlural,
  formatSi,
  formatSpan,
} from '../../../../src/renderer/lib/format.ts';

describe('figures', () => {
  it.each([
    [formatCount(14_886), '14,886'],
    [formatSi(58_431), '58.4 k'],
    [formatSi(999.96), '1.00 k'],
    [formatSi(812), '812'],
    [formatSi(1_240_000), '1.24 M'],
    [formatBytes(812), '812 B'],
    [formatBytes(1_196_200), '1.20 MB'],
    [formatBytes(61_000_000), '61.0 MB'],
    [formatNats(1.95349), '1.953'],
    [formatFigure(0.000614), '6.14e-4'],
    [formatFigure(0.001), '1e-3'],
    [formatFigure(0.4123), '0.412'],
    [formatFigure(12.345), '12.3'],
    [formatFigure(1_000), '1,000'],
    [formatFigure(0), '0'],
    [formatPlural(1, 'step'), '1 step'],
    [formatPlural(2_000, 'step'), '2,000 steps'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });

  it('are a dash when they are not known', () => {
    for (const format of [formatCount, formatSi, formatBytes, formatNats, formatFigure]) {
      expect(format(undefined)).toBe(NO_FIGURE);
      expect(format(NaN)).toBe(NO_FIGURE);
    }
  });
});

describe('times', () => {
  it.each([
    [formatClock(9.6), '0:10'],
    [formatClock(725), '12:05'],
    [formatClock(11_040), '3:04:00'],
    [formatClock(-1), NO_FIGURE],
    [formatSpan(0.34), '340 µs'],
    [formatSpan(1.9), '1.90 ms'],
    [formatSpan(40), '40 ms'],
    [formatSpan(12_400), '12.4 s'],
    [formatSpan(180_000), '3 min'],
    [formatAgo(0, 1_500), 'just now'],
    [formatAgo(0, 12_000), '12 s ago'],
    [formatAgo(0, 240_000), '4 min ago'],
    [formatAgo(0, 86_400_000), 'yesterday'],
    [formatAgo(0, 3 * 86_400_000), '3 days ago'],
    [formatAgo(5_000, 0), 'just now'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
