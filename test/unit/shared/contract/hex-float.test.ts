import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHexFloat, parseHexFloat } from '../../../../src/shared/contract/hex-float.ts';

const anyDouble = fc.double();
const anyBits = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((bits) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
});

describe('hexadecimal floats', () => {
  // What glibc's printf("%a") writes.
  it.each([
    [0, '0x0p+0'],
    [-0, '-0x0p+0'],
    [1, '0x1p+0'],
    [-1.5, '-0x1.8p+0'],
    [0.1, '0x1.999999999999ap-4'],
    [Math.PI, '0x1.921fb54442d18p+1'],
    [Number.MAX_VALUE, '0x1.fffffffffffffp+1023'],
    [2 ** -1022, '0x1p-1022'],
    [Number.MIN_VALUE, '0x0.0000000000001p-1022'],
    [3 * 2 ** -1073, '0x0.0000000000006p-1022'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'nan'],
  ])('write %d as %s, and read it back', (value, text) => {
    expect(formatHexFloat(value)).toBe(text);
    expect(parseHexFloat(text)).toBe(value);
  });

  it('lose no bit of any double', () => {
    fc.assert(
      fc.property(fc.oneof(anyDouble, anyBits), (value) => {
        expect(parseHexFloat(formatHexFloat(value))).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['0X1.8P+1', 3],
    ['+0x10', 16],
    ['0x.8', 0.5],
    ['0x1.', 1],
    ['0x0.0p+99999', 0],
    ['-0x0p-99999', -0],
    ['0x3p-1074', 3 * Number.MIN_VALUE],
    ['0x1p-1074', Number.MIN_VALUE],
    ['0x1p+1024', Infinity],
    ['-0x1p+99999', -Infinity],
    ['0x1p-99999', 0],
    ['INFINITY', Infinity],
    ['-Inf', -Infinity],
    ['NaN', NaN],
    ['0x0.00000000000000000000000000000000001p+140', 1],
  ])('read %s', (text, value) => {
    expect(parseHexFloat(text)).toBe(value);
  });

  // Halfway cases: to even, and up as soon as one more digit is set.
  it.each([
    ['0x1.00000000000008p+0', 1],
    ['0x1.000000000000080001p+0', 1 + 2 ** -52],
    ['0x1.00000000000018p+0', 1 + 2 ** -51],
    ['0x1.fffffffffffff8p+0', 2],
    ['0x1.fffffffffffff8p+1023', Infinity],
    ['0x1.fffffffffffff7p+1023', Number.MAX_VALUE],
    ['0x0.00000000000008p-1022', 0],
    ['0x0.000000000000080001p-1022', Number.MIN_VALUE],
    ['0x0.00000000000018p-1022', 2 * Number.MIN_VALUE],
    ['0x1p-1075', 0],
    ['0x1.8p-1075', Number.MIN_VALUE],
    ['0x0.fffffffffffff8p-1022', 2 ** -1022],
    ['0x1.0000000000000000000001p-1075', Number.MIN_VALUE],
    ['0x1.ffffffffffffffffffffp-1076', 0],
  ])('round %s once, to the nearest', (text, value) => {
    expect(parseHexFloat(text)).toBe(value);
  });

  it.each([
    '',
    'abc',
    '1.5',
    '0x',
    '0x.',
    '0x1p',
    '0x1.8p+',
    '0x1,0',
    ' 0x1',
    '0x1 ',
    '1e5',
    '--0x1',
  ])('refuse %j', (text) => {
    expect(parseHexFloat(text)).toBeUndefined();
  });

  it('refuse texts longer than any double', () => {
    expect(parseHexFloat(`0x${'0'.repeat(98)}`)).toBe(0);
    expect(parseHexFloat(`0x${'0'.repeat(99)}`)).toBeUndefined();
  });
});
