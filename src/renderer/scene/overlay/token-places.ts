import type { EventRing } from '../../store/event-ring.ts';

/** Most tokens named at once, and how far apart their rays are at least, in radians. */
export const MOST_NAMED = 72;
export const LEAST_APART = (4.2 * Math.PI) / 180;

const TURN = 2 * Math.PI;

/** How many of the held events each token has; index: token. */
export function tokenCounts(
  { slots, newestN, oldestN }: EventRing,
  vocabulary: number,
): Uint32Array {
  const counts = new Uint32Array(vocabulary);
  if (newestN === 0) return counts;
  for (let n = oldestN; n <= newestN; n += 1) {
    const token = (slots[(n - 1) % slots.length] ?? 0) & 0xffff;
    if (token < vocabulary) counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts;
}

/** Tokens to name: the most frequent first, none so near to another's ray that their names would touch. */
export function namedTokens(counts: Uint32Array, angles: ArrayLike<number>): readonly number[] {
  const order = Array.from(counts.keys())
    .filter((token) => (counts[token] ?? 0) > 0 && token < angles.length)
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  const named: number[] = [];
  for (const token of order) {
    if (named.length === MOST_NAMED) break;
    if (named.every((other) => apart(angles[token] ?? 0, angles[other] ?? 0) >= LEAST_APART)) {
      named.push(token);
    }
  }
  return named;
}

function apart(a: number, b: number): number {
  const away = Math.abs(a - b) % TURN;
  return Math.min(away, TURN - away);
}
