// Learning byte pairs as it is usually written down first: every merge counts every pair of every word again.

/** GPT-2's words and how often each occurs. */
export function countWords(text) {
  const counts = new Map();
  const words = text.matchAll(
    /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu,
  );
  for (const [word] of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => ({ ids: [...Buffer.from(word)], count }));
}

/** Learns `merges` merges; returns the pairs. Ids: the 256 bytes, then the merges in order. */
export function trainPlainly(words, merges) {
  const learned = [];
  for (let merge = 0; merge < merges; merge += 1) {
    const best = mostFrequent(words);
    if (best === undefined) break;
    learned.push(best);
    for (const word of words) word.ids = merged(word.ids, best, 256 + merge);
  }
  return learned;
}

function mostFrequent(words) {
  const counts = new Map();
  for (const { ids, count } of words) {
    for (let i = 0; i + 1 < ids.length; i += 1) {
      const pair = ids[i] * 65_536 + ids[i + 1];
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  let [best, most] = [undefined, 1];
  for (const [pair, count] of counts) if (count > most) [best, most] = [pair, count];
  return best === undefined ? undefined : [Math.floor(best / 65_536), best % 65_536];
}

function merged(ids, [left, right], id) {
  const out = [];
  for (let i = 0; i < ids.length; i += 1) {
    const fits = ids[i] === left && ids[i + 1] === right;
    out.push(fits ? id : ids[i]);
    if (fits) i += 1;
  }
  return out;
}
