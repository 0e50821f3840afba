import { CallError } from '../../../shared/rpc/call-error.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { evaluate } from '../numbers/evaluate.ts';
import { piecesOf } from '../numbers/pieces.ts';
import type { Handlers } from '../../../shared/rpc/rpc-server.ts';
import type { NativeNumbers, NativeRange } from '../engine/numbers-types.ts';
import type { PrimeRangeParams } from '../../../shared/contract/numbers.ts';

export interface NumbersContext {
  /** Loads them when first needed. */
  readonly numbers: () => NativeNumbers;
  readonly processors: number;
  /** The host is ending: long counts stop. */
  readonly isClosing: () => boolean;
}

const GROUPS = 12;

export function numbersHandlers({ numbers, processors, isClosing }: NumbersContext) {
  const allThreads = Math.min(Math.max(processors, 1), LIMITS.threads.max);
  const overPieces = async (
    pieces: Iterable<NativeRange>,
    count: (piece: NativeRange) => Promise<void>,
  ) => {
    for (const piece of pieces) {
      if (isClosing()) throw new CallError('cancelled', 'The host is closing.');
      await count(piece);
    }
  };
  return {
    'primes.count': async ({ groups = false, threads = allThreads, ...ends }) => {
      const native = numbers();
      const byGroup = new BigUint64Array(GROUPS);
      let count = 0n;
      await overPieces(piecesOf(rangeOf(ends)), async (piece) => {
        if (!groups) {
          count += await native.countPrimes(piece, threads);
          return;
        }
        const found = await native.countByGroup(piece, threads);
        found.forEach((more, group) => {
          byGroup[group] = (byGroup[group] ?? 0n) + more;
          count += more;
        });
      });
      return { count: String(count), ...(groups && { groups: Array.from(byGroup, String) }) };
    },
    'primes.twins': async ({ threads = allThreads, ...ends }) => {
      const native = numbers();
      let count = 0n;
      // A pair with one prime in each of two pieces is the second's: 2 numbers of overlap, and no pair is in both.
      await overPieces(piecesOf(rangeOf(ends), 2n), async (piece) => {
        count += await native.countTwinPairs(piece, threads);
      });
      return { count: String(count) };
    },
    'primes.nth': async ({ n, threads = allThreads }) => ({
      prime: String(await numbers().nthPrime(BigInt(n), threads)),
    }),
    'primes.list': async ({ groups = false, ...ends }) => {
      const range = rangeOf(ends);
      const primes = await numbers().listPrimes(range, Number(range.to - range.from) + 1);
      return {
        primes: Array.from(primes, String),
        ...(groups && { groups: Array.from(primes, (prime) => Number(prime % BigInt(GROUPS))) }),
      };
    },
    'numbers.factor': async ({ n }) => {
      const factors = await numbers().factorise(BigInt(n));
      return {
        n,
        prime: factors.length === 1 && factors[0]?.exponent === 1,
        factors: factors.map(({ prime, exponent }) => ({ prime: String(prime), exponent })),
      };
    },
    'numbers.angle': async ({ p, k, n, ...rest }) => {
      const input = { p: BigInt(p), k: BigInt(k), n: BigInt(n), ...rest };
      const position = await numbers().angularPosition(input);
      return { ...position, distance: String(position.distance) };
    },
    'numbers.lattice': async ({ count, doubling }) => {
      const { primes, places, spiral, omega, psi } = await numbers().latticePrimes(count, doubling);
      return {
        ...{ count, primes: base64Of(primes), places: base64Of(places) },
        ...{ spiral: base64Of(spiral), omega: base64Of(omega), psi: base64Of(psi) },
      };
    },
    'numbers.constants': async () => ({ constants: await numbers().verifyConstants() }),
    'numbers.evaluate': async (params) => ({ outputs: await evaluate(numbers(), params) }),
  } satisfies Partial<Handlers>;
}

function base64Of({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function rangeOf({ from = '0', to }: PrimeRangeParams): NativeRange {
  return { from: BigInt(from), to: BigInt(to) };
}
