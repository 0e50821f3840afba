import { describe, expect, it } from 'vitest';
import { CallError } from '../../../../../src/shared/rpc/call-error.ts';
import { numbersParsers } from '../../../../../src/main/host/parsers/numbers.ts';
import { NUMBER_LIMITS } from '../../../../../src/shared/contract/numbers.ts';

const MOST = '18446744073709551615';
const WHOLE = `must be a whole number from 0 to ${MOST} as a text of decimal digits`;
const FROM_ONE = `must be a whole number from 1 to ${MOST} as a text of decimal digits`;
const angle = { p: '143999', k: '13343', n: '12', lambda: 0.343 };

describe("the numbers' parsers", () => {
  it.each<[keyof typeof numbersParsers, unknown]>([
    ['primes.count', { to: '0' }],
    ['primes.count', { from: '0', to: '100000000000', groups: true, threads: 2 }],
    ['primes.count', { from: MOST, to: MOST }],
    ['primes.count', { from: '1', to: '10000000000001' }],
    ['primes.twins', { to: '10', threads: 256 }],
    ['primes.nth', { n: '37000000000' }],
    ['primes.list', { from: '143900', to: '144100', groups: true }],
    ['numbers.factor', { n: MOST }],
    ['numbers.angle', angle],
    ['numbers.angle', { ...angle, k: '0', lambda: 5e-324, doubling: 'true-twins' }],
    ['numbers.constants', null],
    ['numbers.evaluate', { function: 'sin', inputs: ['0x1.8p+1', '-inf', 'nan'] }],
    ['numbers.evaluate', { function: 'atan2', inputs: ['0x1p+0,-0x0p+0'] }],
    ['numbers.evaluate', { function: 'exp', inputs: [] }],
  ])('take for %s %j as it is', (command, params) => {
    expect(numbersParsers[command](params)).toEqual(params);
  });

  it.each<[keyof typeof numbersParsers, unknown, string]>([
    ['primes.count', {}, `to ${WHOLE}, not absent.`],
    ['primes.count', { to: 100 }, `to ${WHOLE}, not 100.`],
    ['primes.count', { to: '1.5' }, `to ${WHOLE}, not "1.5".`],
    ['primes.count', { to: '-3' }, `to ${WHOLE}, not "-3".`],
    ['primes.count', { to: '1e11' }, `to ${WHOLE}, not "1e11".`],
    ['primes.count', { to: '007' }, `to ${WHOLE}, not "007".`],
    ['primes.count', { to: '' }, `to ${WHOLE}, not "".`],
    ['primes.count', { to: '18446744073709551616' }, `to ${WHOLE}, not "18446744073709551616".`],
    ['primes.count', { from: '10', to: '9' }, 'from must be from 0 to 9, the value of to, not 10.'],
    [
      'primes.twins',
      { from: '1', to: '10000000000002' },
      'to must be at most 10,000,000,000,001, 10,000,000,000,000 above from, not 10,000,000,000,002.',
    ],
    [
      'primes.list',
      { from: '5', to: '1000006' },
      'to must be at most 1,000,005, 1,000,000 above from, not 1,000,006.',
    ],
    [
      'primes.count',
      { to: '9', threads: 0 },
      'threads must be a whole number from 1 to 256, not 0.',
    ],
    ['primes.count', { to: '9', step: 1 }, 'step'],
    ['primes.nth', { n: '0' }, 'n must be a whole number from 1 to 37000000000 as a text'],
    [
      'primes.nth',
      { n: '37000000001' },
      'n must be a whole number from 1 to 37000000000 as a text',
    ],
    ['numbers.factor', { n: '0' }, `n ${FROM_ONE}, not "0".`],
    ['numbers.angle', { ...angle, p: '0' }, `p ${FROM_ONE}, not "0".`],
    ['numbers.angle', { ...angle, n: '0' }, `n ${FROM_ONE}, not "0".`],
    [
      'numbers.angle',
      { ...angle, k: '18446744073709551616' },
      `k ${WHOLE}, not "184467440737095516`,
    ],
    ['numbers.angle', { ...angle, k: '-1' }, `k ${WHOLE}, not "-1".`],
    ['numbers.angle', { ...angle, lambda: 0 }, 'lambda must be a number of metres above 0, not 0.'],
    [
      'numbers.angle',
      { ...angle, lambda: -0.343 },
      'lambda must be a number of metres above 0, not -0.343.',
    ],
    [
      'numbers.angle',
      { ...angle, lambda: NaN },
      'lambda must be a number of metres above 0, not NaN.',
    ],
    [
      'numbers.angle',
      { ...angle, lambda: Infinity },
      'lambda must be a number of metres above 0, not Infinity.',
    ],
    [
      'numbers.angle',
      { ...angle, doubling: 'twins' },
      'doubling must be one of founding-bracket, true-twins, not "twins".',
    ],
    ['numbers.constants', {}, 'params must be null'],
    ['numbers.evaluate', { function: 'sine', inputs: [] }, 'function must be one of exp, exp2,'],
    [
      'numbers.evaluate',
      { function: 'sin', inputs: ['0x1p+0', '0.5'] },
      'inputs.1 must be one hexadecimal float, as 0x1.8p+1, not "0.5".',
    ],
    [
      'numbers.evaluate',
      { function: 'pow', inputs: ['0x1p+0'] },
      'inputs.0 must be two hexadecimal floats with a comma between, as 0x1.8p+1, not "0x1p+0".',
    ],
    [
      'numbers.evaluate',
      { function: 'pow', inputs: ['0x1p+0,0x1p+0,0x1p+0'] },
      'inputs.0 must be two hexadecimal floats',
    ],
    [
      'numbers.evaluate',
      { function: 'sin', inputs: Array<string>(NUMBER_LIMITS.inputs + 1).fill('0x1p+0') },
      'inputs must be a list of at most 16384 texts.',
    ],
  ])('refuse for %s %j', (command, params, words) => {
    expect(() => numbersParsers[command](params)).toThrow(CallError);
    expect(() => numbersParsers[command](params)).toThrow(words);
  });
});
