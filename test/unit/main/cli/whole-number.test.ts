import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grouped } from '../../../../src/main/host/grouped.ts';
import { ANY_64_BIT, FROM_ONE, wholeNumber } from '../../../../src/main/cli/whole-number.ts';

const read = (text: string) => wholeNumber(text, '--to', ANY_64_BIT);

describe('whole numbers on the command line', () => {
  it.each([
    ['0', 0n],
    ['144000', 144_000n],
    ['144,001', 144_001n],
    ['007', 7n],
    ['1e11', 100_000_000_000n],
    ['1E+3', 1_000n],
    ['1.5e3', 1_500n],
    ['1.50e1', 15n],
    ['2.0', 2n],
    ['5.', 5n],
    ['0e9999', 0n],
    ['1.8446744073709551615e19', 18_446_744_073_709_551_615n],
    ['18,446,744,073,709,551,615', 18_446_744_073_709_551_615n],
  ])('%s is exactly %d', (text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    ...['', ' ', 'abc', '-3', '+3', '1.5', '1.55e1', '2^64', '0x10', '1e', '1e-3', '1,0', '1,0000'],
    ...[
      '18446744073709551616',
      '1e20',
      '1e9999',
      '1e99999',
      `1${'0'.repeat(50)}`,
      'Infinity',
      'NaN',
    ],
  ])('%j is refused, and the error says what is allowed', (text) => {
    expect(() => read(text)).toThrow(
      `--to must be a whole number from 0 to 18,446,744,073,709,551,615, as 144000 or 1e11, not "${text}".`,
    );
  });

  it('holds the range', () => {
    expect(() => wholeNumber('0', 'N', FROM_ONE)).toThrow('N must be a whole number from 1 to');
  });

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: ANY_64_BIT.max }), (value) => {
        expect(read(grouped(value))).toBe(value);
        expect(read(String(value))).toBe(value);
      }),
    );
  });
});
