import type { NativeRange } from '../engine/numbers-types.ts';

/** Above it the sieve has many more primes to strike with: the same time goes to fewer numbers. */
const HIGH = 1_000_000_000_000_000n;

/** Numbers of one piece of a range that ends at `to`: seconds of work, as long as a host that closes has to wait. */
export function pieceWidth(to: bigint): bigint {
  return to < HIGH ? 10_000_000_000n : 1_000_000_000n;
}

/**
 * The range in pieces of at most `width` numbers, ascending. Each begins `overlap` numbers before the end of the one
 * before it.
 */
export function* piecesOf(
  { from, to }: NativeRange,
  overlap = 0n,
  width: bigint = pieceWidth(to),
): Generator<NativeRange> {
  let start = from;
  for (;;) {
    const end = start + width - 1n;
    if (end >= to) break;
    yield { from: start, to: end };
    start = end + 1n - overlap;
  }
  yield { from: start, to };
}
