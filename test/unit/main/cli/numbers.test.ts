import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cliIn, type RunOptions } from '../../../helpers/cli-harness.ts';
import { NaiveNumbers } from '../../../helpers/naive-numbers.ts';
import { makeTemporaryDirectory, removeDirectory } from '../../../helpers/test-host.ts';

let folder: string;
let cli: ReturnType<typeof cliIn>;

beforeEach(() => {
  folder = makeTemporaryDirectory();
  cli = cliIn(folder);
});
afterEach(() => removeDirectory(folder));

const run = (line: string, options: RunOptions = {}) =>
  cli.run(line.split(' '), { numbers: new NaiveNumbers(), ...options });

describe('crystalline primes', () => {
  it('counts, with thousands separated', async () => {
    expect((await run('primes count 1e4')).printed).toBe('1,229 primes from 0 to 10,000');
    expect((await run('primes count --from 2 --to 2')).printed).toBe('1 prime from 2 to 2');
    expect((await run('primes twins 100')).printed).toBe('8 pairs of twin primes from 0 to 100');
    expect((await run('primes nth 1e2')).printed).toBe('Prime number 100 is 541');
  });

  it('counts by group in a table', async () => {
    const { printed } = await run('primes count 100 --groups');
    expect(printed.split('\n').slice(0, 5)).toEqual([
      '25 primes from 0 to 100',
      '',
      'GROUP  PRIMES',
      '    0       0',
      '    1       5',
    ]);
  });

  it('lists with groups, and says that 144,001 is none', async () => {
    const { printed } = await run('primes list --from 143990 --to 144013 --groups');
    expect(printed).toBe(`  PRIME  GROUP
143,999     11
144,013      1

2 primes from 143,990 to 144,013
144,001 is not among them: it is 11 · 13 · 19 · 53.`);
    expect((await run('primes list --from 24 --to 28')).printed).toBe('0 primes from 24 to 28');
  });

  it('gives values in `result` with --json', async () => {
    expect((await run('primes count 100 --json')).json()).toEqual({ result: '25' });
    expect((await run('primes twins 100 --json')).json()).toEqual({ result: '8' });
    expect((await run('primes nth 5 --json')).json()).toEqual({ result: '11' });
    expect((await run('primes list 10 --json')).json()).toEqual({ result: ['2', '3', '5', '7'] });
    expect((await run('primes list 6 --groups --json')).json()).toEqual({
      result: { primes: ['2', '3', '5'], groups: [2, 3, 5] },
    });
  });

  it('passes --threads on', async () => {
    const numbers = new NaiveNumbers();
    await run('primes count 100 --threads 5', { numbers });
    expect(numbers.threads).toEqual([5]);
  });

  const WHOLE = 'must be a whole number from 0 to 18,446,744,073,709,551,615, as 144000 or 1e11';
  it.each([
    ['primes', 'primes needs one of count, twins, nth, list: see crystalline help primes.'],
    ['primes cuont 5', 'Unknown command "primes cuont". Did you mean count?'],
    ['primes count', 'primes count needs the end of the range: TO or --to N.'],
    ['primes count 5 6', 'primes count takes one TO, but was given "6" too.'],
    ['primes count 5 --to 6', 'primes count with --to takes options only, but was given "5".'],
    ['primes count -3', `TO ${WHOLE}, not "-3".`],
    ['primes count 1.5', `TO ${WHOLE}, not "1.5".`],
    ['primes count 2^64', `TO ${WHOLE}, not "2^64".`],
    ['primes count --from -12 --to 5', `--from ${WHOLE}, not "-12".`],
    ['primes count --from 6 --to 5', '--from must be from 0 to 5, the range\'s end, not "6".'],
    [
      'primes nth 0',
      'N must be a whole number from 1 to 37,000,000,000, as 144000 or 1e11, not "0".',
    ],
    ['primes count 5 --threads 0', '--threads must be a whole number from 1 to 256, not "0".'],
  ])('%s is not understood', async (line, message) => {
    const { code, complaints } = await run(line);
    expect(complaints).toBe(`crystalline: ${message}`);
    expect(code).toBe(2);
  });

  it('says what a range may be', async () => {
    const { code, complaints } = await run('primes list 2e6');
    expect(complaints).toBe(
      'crystalline: to must be at most 1,000,000, 1,000,000 above from, not 2,000,000.',
    );
    expect(code).toBe(1);
  });
});

describe('crystalline factor', () => {
  it.each([
    ['factor 144,000', '144,000 = 2^7 · 3^2 · 5^3'],
    ['factor 143999', '143,999 is prime.'],
    ['factor 1', '1 has no prime factors: it is neither prime nor composite.'],
    [
      'factor 144001',
      '144,001 = 11 · 13 · 19 · 53\nIt is not prime, so 143,999 and 144,001 are no twin primes: the founding document is wrong there.',
    ],
  ])('%s', async (line, printed) => {
    expect(await run(line)).toMatchObject({ printed, code: 0 });
  });

  it('gives factors with --json, and refuses 0', async () => {
    expect((await run('factor 12 --json')).json()).toEqual({
      result: {
        n: '12',
        prime: false,
        factors: [
          { prime: '2', exponent: 2 },
          { prime: '3', exponent: 1 },
        ],
      },
    });
    expect((await run('factor 0')).complaints).toContain('N must be a whole number from 1 to');
  });
});

describe('crystalline angle', () => {
  it('prints terms with their points in one column, and a clock that never shows 60', async () => {
    const { printed } = await run('angle --p 143999 --k 13343 --n 12 --lambda 0.343');
    expect(printed.split('\n').slice(0, 5)).toEqual([
      'p = 143,999, k = 13,343, n = 12, lambda = 0.343 m',
      '',
      'TERM      RADIANS',
      'spiral     1.5      2 pi frac(k phi)',
      'index      0        (n - 1) 2 pi / (12 ln 3)',
    ]);
    expect(printed).toContain('psi       -0.5 ');
    expect(printed).toContain('clock     12:59.999\n');
    expect(printed).toContain('boundary  1 from 144,000 (near: at most 100 away)');
  });

  it('gives the whole position with --json', async () => {
    const { json } = await run('angle --p 2 --k 1 --json');
    expect(json()['result']).toMatchObject({ theta: 0.75, distance: '1', group: 2 });
  });

  it.each([
    ['angle --k 1', 'angle needs --p: see crystalline help angle.'],
    ['angle --p 0 --k 1', '--p must be a whole number from 1 to'],
    ['angle --p 2 --k 18446744073709551616', '--k must be a whole number from 0 to'],
    ['angle --p 2 --k 1 --n 0', '--n must be a whole number from 1 to'],
    ['angle --p 2 --k 1 --lambda 0', '--lambda must be a number of metres above 0'],
    ['angle --p 2 --k 1 --lambda -1', '--lambda must be a number of metres above 0'],
    ['angle --p 2 --k 1 --lambda nan', '--lambda must be a number of metres above 0'],
    ['angle --p 2 --k 1 --lambda 1e999', '--lambda must be a number of metres above 0'],
    ['angle --p 2 --k 1 --doubling twins', '--doubling must be founding-bracket or true-twins'],
    ['angle 2', 'angle takes options only, but was given "2".'],
  ])('%s is not understood', async (line, message) => {
    const { code, complaints } = await run(line);
    expect(complaints).toContain(message);
    expect(code).toBe(2);
  });
});

describe('crystalline constants', () => {
  it('says plainly what is false', async () => {
    expect((await run('constants')).printed).toBe(`true       half  1/2
                 said:    2 * 1/2 = 1
                 checked: 1 = 1
FALSE      nine  9
                 said:    9 is prime
                 checked: 9 = 3^2

1 of 2 are false: nine.`);
    expect((await run('constants --json')).json()['result']).toHaveLength(2);
  });
});

describe('crystalline eval', () => {
  const lines = (text: string) => ({ input: Readable.from([text]) });

  it('evaluates standard input line by line', async () => {
    const hex = await run('eval --function sqrt --hex', lines('0x1p+2\n-0x0p+0\r\n0x1.2p+3'));
    expect(hex.printed).toBe('0x1p+1\n-0x0p+0\n0x1.8p+1');
    const two = await run('eval --function pow', lines('2,10\n2, -1074\n'));
    expect(two.printed).toBe('1024\n5e-324');
    const none = await run('eval --function sqrt');
    expect(none).toMatchObject({ printed: '', code: 0 });
  });

  it('ends when nobody reads any more', async () => {
    let given = 0;
    async function* endless() {
      for (; ; given += 1) yield '0x1p+0\n'.repeat(1_000);
    }
    const input = endless();
    const { code } = await run('eval --function sqrt --hex', { input, isHeard: () => given < 40 });
    expect(code).toBe(0);
    expect(given).toBeLessThan(60);
  });

  it('takes words instead, negative ones too', async () => {
    expect((await run('eval --function floor -0.5 -0 inf')).printed).toBe('-1\n-0\ninf');
    expect((await run('eval --function ceil --hex -0x1.8p+0 --json')).json()).toEqual({
      result: ['-0x1p+0'],
    });
  });

  it('names the line that is malformed, also far down, and keeps what came before', async () => {
    const far = `${'0x1p+0\n'.repeat(20_000)}abc\n`;
    const { code, complaints, printed } = await run('eval --function sqrt --hex', lines(far));
    expect(complaints).toBe(
      'crystalline: Line 20001 must be a double in hexadecimal floating point, as 0x1.8p+1, not "abc".',
    );
    expect(code).toBe(2);
    expect(printed.split('\n')).toHaveLength(20_000);
  });

  it.each([
    ['eval --function sqrt --hex', '0.5', 'Line 1 must be a double in hexadecimal floating point'],
    [
      'eval --function sqrt',
      '0x1p+0',
      'Line 1 must be a double in decimal, as -1.5e3, not "0x1p+0".',
    ],
    ['eval --function sqrt', '1\n\n2', 'Line 2 must be a double in decimal, as -1.5e3, not "".'],
    [
      'eval --function pow',
      '1',
      'Line 1 must be two doubles in decimal, as -1.5e3,-1.5e3, not "1".',
    ],
    ['eval --function sqrt', '1,2', 'Line 1 must be a double in decimal'],
    ['eval', '1', 'eval needs --function: see crystalline help eval.'],
    ['eval --function sine', '1', '"sine". Did you mean sin?'],
  ])('%s refuses %j', async (line, text, message) => {
    const { code, complaints } = await run(line, lines(text));
    expect(complaints).toContain(message);
    expect(code).toBe(2);
  });
});
