import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadNumbers } from '../../src/main/host/engine/engine-handle.ts';
import { formatHexFloat, parseHexFloat } from '../../src/shared/contract/hex-float.ts';
import {
  DOUBLING_SETS,
  ONE_ARGUMENT_FUNCTIONS,
  TWO_ARGUMENT_FUNCTIONS,
  VERDICTS,
  type AngleParams,
  type FunctionName,
} from '../../src/shared/contract/numbers.ts';
import { needNativeEngine, openNativeHost } from '../helpers/native-host.ts';

const MOST = '18446744073709551615';

/** Columns: prime, index, dimension, wavelength, theta, clock, Plimpton row and c; by 30-digit arithmetic. */
const THETA = readFileSync(new URL('../golden/theta.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'));

/** What the engine computes, asked for over the wire. */
describe('the numbers of the native engine behind the wire', () => {
  const call = openNativeHost();

  // OEIS A006880.
  it.each([
    ['1', '0'],
    ['2', '1'],
    ['10', '4'],
    ['100', '25'],
    ['1000', '168'],
    ['10000', '1229'],
    ['100000', '9592'],
    ['1000000', '78498'],
    ['10000000', '664579'],
    ['100000000', '5761455'],
    ['1000000000', '50847534'],
    ['10000000000', '455052511'],
  ])('counts the primes up to %s', { timeout: 120_000 }, async (to, count) => {
    expect(await call('primes.count', { to })).toEqual({ count });
  });

  it('counts in windows far up, on any number of threads, and across pieces', async () => {
    const window = { from: '1000000000000000', to: '1000000001000000' };
    for (const threads of [1, 2, 5]) {
      expect(await call('primes.count', { ...window, threads })).toEqual({ count: '28845' });
    }
    const last = { from: '18446744073709551557', to: MOST };
    expect(await call('primes.count', last)).toEqual({ count: '1' });
  });

  it('counts by group to the same sum', async () => {
    const { count, groups = [] } = await call('primes.count', { to: '144000', groups: true });
    expect(count).toBe('13343');
    expect(groups).toEqual([
      '0',
      '3306',
      '1',
      '1',
      '0',
      '3348',
      '0',
      '3337',
      '0',
      '0',
      '0',
      '3350',
    ]);
  });

  // OEIS A007508.
  it.each([
    ['100', '8'],
    ['1000000', '8169'],
    ['100000000', '440312'],
  ])('counts the twin pairs up to %s', async (to, count) => {
    expect(await call('primes.twins', { to })).toEqual({ count });
  });

  // OEIS A006988.
  it.each([
    ['1', '2'],
    ['10', '29'],
    ['1000', '7919'],
    ['1000000', '15485863'],
    ['10000000', '179424673'],
  ])('finds prime number %s', async (n, prime) => {
    expect(await call('primes.nth', { n })).toEqual({ prime });
  });

  it('lists the primes around 144,000', async () => {
    const listed = await call('primes.list', { from: '143900', to: '144100', groups: true });
    expect(listed.primes).toEqual([
      ...['143909', '143947', '143953', '143971', '143977', '143981', '143999'],
      ...['144013', '144031', '144037', '144061', '144071', '144073'],
    ]);
    expect(listed.groups).toEqual(listed.primes.map((prime) => Number(prime) % 12));
    expect(await call('primes.list', { from: '24', to: '28' })).toEqual({ primes: [] });
    const whole = await call('primes.list', { to: '1000000' });
    expect(whole.primes).toHaveLength(78_498);
  });

  it.each([
    ['1', []],
    ['2', [['2', 1]]],
    [
      '144000',
      [
        ['2', 7],
        ['3', 2],
        ['5', 3],
      ],
    ],
    ['143999', [['143999', 1]]],
    [
      '144001',
      [
        ['11', 1],
        ['13', 1],
        ['19', 1],
        ['53', 1],
      ],
    ],
    ['18446744073709551557', [['18446744073709551557', 1]]],
    [
      '18446744073709551615',
      [
        ['3', 1],
        ['5', 1],
        ['17', 1],
        ['257', 1],
        ['641', 1],
        ['65537', 1],
        ['6700417', 1],
      ],
    ],
    [
      '18446743979220271189',
      [
        ['4294967279', 1],
        ['4294967291', 1],
      ],
    ],
    ['18446744030759878681', [['4294967291', 2]]],
  ] as const)('factors %s', async (n, powers) => {
    const { factors, prime } = await call('numbers.factor', { n });
    expect(factors.map((power) => [power.prime, power.exponent])).toEqual(powers);
    expect(prime).toBe(powers.length === 1 && powers[0]?.[1] === 1);
  });

  it.each(THETA)('stands %s (index %s, dimension %s, %s m) at %s', async (...row) => {
    const [p = '', k = '', n = '', lambda = '', theta = '', clock = '', plimpton = ''] = row;
    const at = await call('numbers.angle', { p, k, n, lambda: Number(lambda) });
    const reference = Number(theta);
    const ulp = 2 ** (Math.floor(Math.log2(reference)) - 52);
    expect(Math.abs(at.theta - reference)).toBeLessThanOrEqual(ulp);
    const [hour, minute] = clock.split(':').map(Number);
    expect(at.clockHour).toBe(hour);
    expect(at.clockMinute).toBeCloseTo(minute ?? NaN, 9);
    expect(at.plimptonRow + 1).toBe(Number(plimpton.split('/')[0]));
    expect(at.group).toBe(Number(BigInt(p) % 12n));
    expect(at.distance).toBe(String(Math.abs(Number(p) - 144_000)));
    const { spiral, index, phonetic, omega, psi } = at.terms;
    const turns = (spiral + index + phonetic + omega + psi - at.theta) / (2 * Math.PI);
    expect(turns).toBeCloseTo(Math.round(turns), 12);
  });

  it('lays out the first primes with the terms that it gives each alone', async () => {
    const lattice = await call('numbers.lattice', { count: 144_000 });
    const floats = (text: string) => {
      const { buffer, byteOffset, length } = Buffer.from(text, 'base64');
      return new Float32Array(buffer.slice(byteOffset, byteOffset + length));
    };
    const primes = Buffer.from(lattice.primes, 'base64');
    const places = Buffer.from(lattice.places, 'base64');
    const terms = (['spiral', 'omega', 'psi'] as const).map(
      (name) => [name, floats(lattice[name])] as const,
    );
    for (const k of [1, 12, 13, 232, 233, 1_000, 13_343, 100_000, 144_000]) {
      const p = String(primes.readUInt32LE((k - 1) * 4));
      expect(await call('primes.nth', { n: String(k) })).toEqual({ prime: p });
      const alone = await call('numbers.angle', { p, k: String(k), n: '1', lambda: 1 });
      expect(places.readUInt32LE((k - 1) * 4) >>> 24).toBe(alone.group);
      for (const [name, column] of terms) {
        expect(column[k - 1]).toBe(Math.fround(alone.terms[name]));
      }
    }
  });

  it('doubles omega for the set that is asked for', async () => {
    const omega = async (p: string, doubling?: AngleParams['doubling']) => {
      const params = { p, k: '1', n: '1', lambda: 0.343, ...(doubling && { doubling }) };
      return (await call('numbers.angle', params)).terms.omega;
    };
    const single = 3 / 144_001;
    expect(await omega('144001')).toBe(2 * single);
    expect(await omega('144001', 'founding-bracket')).toBe(2 * single);
    expect(await omega('144001', 'true-twins')).toBe(single);
    expect(await omega('144071', 'true-twins')).toBe(2 * (await omega('144071')));
    for (const doubling of DOUBLING_SETS) expect(await omega('7', doubling)).toBeGreaterThan(0);
  });

  it('verifies the constants, the false ones too', async () => {
    const { constants } = await call('numbers.constants');
    const verdict = new Map(constants.map(({ name, verdict }) => [name, verdict]));
    expect(verdict.get('boundary-bracket')).toBe('false');
    expect(verdict.get('true-twins')).toBe('true');
    expect(verdict.get('lambda')).toBe('name-only');
    expect(constants.filter(({ name }) => name.startsWith('plimpton-'))).toHaveLength(15);
    for (const { verdict, check } of constants) {
      expect(VERDICTS).toContain(verdict);
      expect(check).not.toBe('');
    }
  });

  it('knows the functions of the contract, with their numbers of arguments', () => {
    expect(loadNumbers().functionNames()).toEqual({
      ...Object.fromEntries(ONE_ARGUMENT_FUNCTIONS.map((name) => [name, 1])),
      ...Object.fromEntries(TWO_ARGUMENT_FUNCTIONS.map((name) => [name, 2])),
    });
  });

  const evaluate = async (name: FunctionName, inputs: readonly string[]) =>
    (await call('numbers.evaluate', { function: name, inputs })).outputs;

  it('keeps every bit of what is evaluated', async () => {
    const whole = ['0x0p+0', '-0x0p+0', '0x1p+0', '-0x1.8p+62', 'inf', '-inf', 'nan'];
    expect(await evaluate('trunc', whole)).toEqual(whole);
    expect(await evaluate('floor', [])).toEqual([]);
    const tiny = ['0x0.0000000000001p-1022', '-0x0.fffffffffffffp-1022', '-0x0p+0'];
    for (const name of ['sin', 'atan', 'tanh', 'asin'] as const) {
      expect(await evaluate(name, tiny)).toEqual(tiny);
    }
    expect(await evaluate('cbrt', ['0x0.0000000000001p-1022'])).toEqual(['0x1p-358']);
    expect(await evaluate('sqrt', ['0x1p-1074', '-0x1p+0', '-0x0p+0'])).toEqual([
      ...['0x1p-537', 'nan', '-0x0p+0'],
    ]);
    const other = ['0X1.8P+1', '0x30p-4', '0x3p+0'];
    expect(await evaluate('trunc', other)).toEqual(Array(3).fill('0x1.8p+1'));
  });

  // By MPFR, correctly rounded; the engine may be one unit in the last place away.
  it.each<[FunctionName, string, string]>([
    ['sin', '0x1.4c96c11134d36p+578', '-0x1.6ec67bcf77522p-58'],
    ['sin', '0x1.921fb54442d18p+1', '0x1.1a62633145c07p-53'],
    ['exp', '0x1p+0', '0x1.5bf0a8b145769p+1'],
    ['log', '0x1.8p+1', '0x1.193ea7aad030bp+0'],
    ['atan2', '-0x0p+0,-0x1p+0', '-0x1.921fb54442d18p+1'],
    ['pow', '0x1p+1,0x1p-1', '0x1.6a09e667f3bcdp+0'],
    ['hypot', '0x1.8p+1,0x1p+2', '0x1.4p+2'],
    ['fmod', '-0x1.6p+2,0x1.8p+1', '-0x1.4p+1'],
  ])('evaluates %s at %s', async (name, input, expected) => {
    const [output = ''] = await evaluate(name, [input]);
    const [got, wanted] = [parseHexFloat(output) ?? NaN, parseHexFloat(expected) ?? NaN];
    const ulp = 2 ** (Math.floor(Math.log2(Math.abs(wanted))) - 52);
    expect(Math.abs(got - wanted)).toBeLessThanOrEqual(ulp);
    expect(output).toBe(formatHexFloat(got));
  });

  // V8's own functions are within one unit in the last place or little more.
  it.each([
    ...(['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'sqrt', 'cbrt', 'sin', 'cos'] as const),
    ...(['tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'floor', 'ceil', 'trunc'] as const),
  ])('agrees with another implementation of %s', async (name) => {
    const x = Array.from({ length: 2_000 }, (_, i) => (i - 1_000) / (i % 2 ? 137.03 : 1_003.7));
    const outputs = await evaluate(name, x.map(formatHexFloat));
    x.forEach((argument, i) => {
      const [ours, theirs] = [parseHexFloat(outputs[i] ?? ''), Math[name](argument)];
      if (!Number.isFinite(theirs) || theirs === 0) expect(ours).toBe(theirs);
      else expect(Math.abs((ours ?? NaN) / theirs - 1)).toBeLessThan(2 ** -50);
    });
  });

  it.each([
    ['primes.count', { from: '10', to: '9' }, 'from must be'],
    ['primes.count', { to: '18446744073709551616' }, 'to must be'],
    ['primes.list', { to: '1000001' }, 'to must be at most 1,000,000'],
    ['primes.nth', { n: '0' }, 'n must be'],
    ['numbers.factor', { n: '0' }, 'n must be'],
    ['numbers.lattice', { count: 144_001 }, 'count must be a whole number from 1 to 144000'],
    ['numbers.angle', { p: '0', k: '1', n: '1', lambda: 1 }, 'p must be'],
    ['numbers.angle', { p: '2', k: '18446744073709551616', n: '1', lambda: 1 }, 'k must be'],
    ['numbers.angle', { p: '2', k: '1', n: '0', lambda: 1 }, 'n must be'],
    ['numbers.angle', { p: '2', k: '1', n: '1', lambda: 0 }, 'lambda must be'],
    ['numbers.angle', { p: '2', k: '1', n: '1', lambda: NaN }, 'lambda must be'],
    ['numbers.evaluate', { function: 'sin', inputs: ['1.5'] }, 'inputs.0 must be'],
  ] as const)('refuses for %s %j', async (command, params, words) => {
    await expect(call(command, params as never)).rejects.toMatchObject({
      code: 'invalid-params',
      message: expect.stringContaining(words) as unknown,
    });
  });
});

/** The addon's own door, for callers without the wire. */
describe("the addon's numbers", () => {
  needNativeEngine();

  const angle = { p: 2n, k: 1n, n: 1n, lambda: 0.343 };
  const refused: readonly (readonly [string, () => unknown, string])[] = [
    ['a negative number', () => loadNumbers().factorise(-1n), 'n must be a BigInt from 0 to'],
    ['2^64', () => loadNumbers().factorise(1n << 64n), 'not 18446744073709551616.'],
    ['a number', () => loadNumbers().factorise(7 as never), 'n must be a BigInt'],
    ['0 to factor', () => loadNumbers().factorise(0n), 'n = 0 is outside 1 to'],
    ['no range', () => loadNumbers().countPrimes(undefined as never, 1), 'range must be an object'],
    ['a reversed range', () => loadNumbers().countPrimes({ from: 2n, to: 1n }, 1), 'from = 2'],
    ['no threads', () => loadNumbers().countPrimes({ from: 0n, to: 9n }, 0), 'threads = 0'],
    ['257 threads', () => loadNumbers().countTwinPairs({ from: 0n, to: 9n }, 257), 'threads = 257'],
    [
      'half a thread',
      () => loadNumbers().countByGroup({ from: 0n, to: 9n }, 0.5),
      'threads must be',
    ],
    ['prime number 0', () => loadNumbers().nthPrime(0n, 1), 'n = 0 is outside 1 to'],
    ['p = 0', () => loadNumbers().angularPosition({ ...angle, p: 0n }), 'p = 0 is outside 1 to'],
    ['n = 0', () => loadNumbers().angularPosition({ ...angle, n: 0n }), 'n = 0 is outside 1 to'],
    [
      'k = 2^64',
      () => loadNumbers().angularPosition({ ...angle, k: 1n << 64n }),
      'input.k must be',
    ],
    ['lambda = 0', () => loadNumbers().angularPosition({ ...angle, lambda: 0 }), 'lambda = 0'],
    ['lambda = nan', () => loadNumbers().angularPosition({ ...angle, lambda: NaN }), 'lambda = '],
    [
      'an unknown doubling set',
      () => loadNumbers().angularPosition({ ...angle, doubling: 'twins' as never }),
      "input.doubling must be 'founding-bracket' or 'true-twins', not 'twins'.",
    ],
    [
      'an unknown function',
      () => loadNumbers().evaluate('sine' as never, new Float64Array(1)),
      'function = sine is none of acos asin atan',
    ],
    [
      'one argument for two',
      () => loadNumbers().evaluate('pow', new Float64Array(1)),
      'y must be a Float64Array',
    ],
    [
      'arguments of two lengths',
      () => loadNumbers().evaluate('pow', new Float64Array(1), new Float64Array(2)),
      'y must be as long as x.',
    ],
    [
      'two arguments for one',
      () => loadNumbers().evaluate('sin', new Float64Array(1), new Float64Array(1)),
      'y must be absent: sin takes one argument.',
    ],
  ];
  it.each(refused)('refuse %s', async (_, act, words) => {
    await expect((async () => act())()).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(words) as unknown,
    });
  });

  it('leave the event loop free while they compute', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await loadNumbers().countPrimes({ from: 0n, to: 300_000_000n }, 1);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});
