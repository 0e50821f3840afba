import type { NativeRange } from '../engine/numbers-types.ts';

/** Numbers of one piece: seconds of work, so that a host that closes need not wait longer. */
export const PIECE_WIDTH = 10_000_000_000n;

/**
 * The range in pieces of at most `width` numbers, ascending. Each begins `overlap` numbers before the end of the one
 * before it.
 */
export function* piecesOf(
  { from, to }: NativeRange,
  width: bigint = PIECE_WIDTH,
  overlap = 0n,
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
