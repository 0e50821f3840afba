import type { NativeNumbers, NativeRange } from '../../src/main/host/engine/numbers-types.ts';
import { FUNCTIONS, TWO_ARGUMENT_FUNCTIONS } from '../../src/shared/contract/numbers.ts';

/** Numbers by trial division and Math: slow, small ranges only, and independent of the engine. */
export class NaiveNumbers implements NativeNumbers {
  /** Every range asked for. */
  readonly ranges: NativeRange[] = [];
  readonly threads: number[] = [];

  async countPrimes(range: NativeRange, threads: number) {
    this.note(range, threads);
    return BigInt(primesIn(range).length);
  }

  async countTwinPairs(range: NativeRange, threads: number) {
    this.note(range, threads);
    const found = new Set(primesIn(range));
    return BigInt([...found].filter((prime) => found.has(prime + 2n)).length);
  }

  async countByGroup(range: NativeRange, threads: number) {
    this.note(range, threads);
    const groups = new BigUint64Array(12);
    for (const prime of primesIn(range)) {
      const group = Number(prime % 12n);
      groups[group] = (groups[group] ?? 0n) + 1n;
    }
    return groups;
  }

  async listPrimes(range: NativeRange, most: number) {
    return BigUint64Array.from(primesIn(range).slice(0, most));
  }

  async nthPrime(n: bigint) {
    let found = 0n;
    for (let candidate = 2n; ; candidate += 1n) {
      if (isPrime(candidate)) found += 1n;
      if (found === n) return candidate;
    }
  }

  async factorise(n: bigint) {
    const factors: { prime: bigint; exponent: number }[] = [];
    let rest = n;
    for (let prime = 2n; rest > 1n; prime += 1n) {
      let exponent = 0;
      for (; rest % prime === 0n; rest /= prime) exponent += 1;
      if (exponent > 0) factors.push({ prime, exponent });
    }
    return factors;
  }

  async angularPosition({ p }: { readonly p: bigint }) {
    return {
      terms: { spiral: 1.5, index: 0, phonetic: 6.25, omega: 0.00002, psi: -0.5 },
      ...{ theta: 0.75, clockHour: 0, clockMinute: 59.99999 },
      ...{ group: Number(p % 12n), plimptonRow: 3, distance: 1n, nearBoundary: true },
    };
  }

  /** Places and terms that name their row: k on a ring of its own, terms k / 8, 0.25 and -k / 16. */
  async latticePrimes(count: number) {
    const primes: number[] = [];
    for (let n = 2n; primes.length < count; n += 1n) if (isPrime(n)) primes.push(Number(n));
    const rows = primes.map((prime, row) => ({ prime, k: row + 1 }));
    return {
      primes: Uint32Array.from(primes),
      places: Uint32Array.from(rows, ({ prime, k }) => k + (prime % 12) * 2 ** 24),
      spiral: Float32Array.from(rows, ({ k }) => k / 8),
      omega: Float32Array.from(rows, () => 0.25),
      psi: Float32Array.from(rows, ({ k }) => -k / 16),
    };
  }

  async verifyConstants() {
    return [
      {
        ...{ name: 'half', value: '1/2', claim: '2 * 1/2 = 1', check: '1 = 1' },
        verdict: 'true' as const,
      },
      {
        ...{ name: 'nine', value: '9', claim: '9 is prime', check: '9 = 3^2' },
        verdict: 'false' as const,
      },
    ];
  }

  functionNames() {
    const two = new Set<string>(TWO_ARGUMENT_FUNCTIONS);
    return Object.fromEntries(FUNCTIONS.map((name) => [name, two.has(name) ? 2 : 1] as const));
  }

  async evaluate(name: string, x: Float64Array, y?: Float64Array) {
    const table = Math as unknown as Readonly<Record<string, (...given: number[]) => number>>;
    const call = table[name] ?? (() => NaN);
    return x.map((value, i) => (y ? call(value, y[i] ?? NaN) : call(value)));
  }

  private note(range: NativeRange, threads: number) {
    this.ranges.push(range);
    this.threads.push(threads);
  }
}

function primesIn({ from, to }: NativeRange): bigint[] {
  const found: bigint[] = [];
  for (let n = from; n <= to; n += 1n) if (isPrime(n)) found.push(n);
  return found;
}

function isPrime(n: bigint): boolean {
  if (n < 2n) return false;
  for (let d = 2n; d * d <= n; d += 1n) if (n % d === 0n) return false;
  return true;
}
