/** An expression that cannot be used: what is wrong, where, and what to do. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';

  constructor(
    message: string,
    /** First character that is wrong, counted from 1. */
    readonly column: number,
    /** Characters that are wrong. */
    readonly length = 1,
  ) {
    super(message);
  }
}

/** 'wating' -> 'waiting': the known word that fewest changes lead to, if it is near enough to be meant. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let best: { word: string; changes: number } | undefined;
  for (const candidate of known) {
    const changes = editDistance(wanted, candidate.toLowerCase());
    if (!best || changes < best.changes) best = { word: candidate, changes };
  }
  return best && best.changes <= Math.max(1, Math.floor(word.length / 3)) ? best.word : undefined;
}

/** Insertions, deletions, replacements and exchanges of neighbours between two short words. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const exchanged = i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = exchanged ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(replaced, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
