// A text for both sides of a training bench: any letters, but exactly as many of them as tiny Shakespeare has.
import { readFileSync, writeFileSync } from 'node:fs';

export const VOCABULARY = 65;

/** Writes `from`'s text with its `VOCABULARY` most frequent characters only. */
export function writeSampleText(from, to) {
  const text = readFileSync(from, 'utf8');
  const counts = new Map();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const kept = new Set(
    [...counts.entries()]
      .sort((a, b) => b[1] - a[1])
      .slice(0, VOCABULARY)
      .map(([letter]) => letter),
  );
  if (kept.size < VOCABULARY) throw new Error(`${from} has only ${kept.size} different characters`);
  writeFileSync(to, [...text].filter((letter) => kept.has(letter)).join(''));
}
