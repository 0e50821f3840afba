/** Stretches of Unicode that tokenizers treat differently: letters, numbers, signs, spaces, marks, what is not in the first plane. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0x61, 0x7a],
  [0xa0, 0x17f],
  [0x300, 0x36f],
  [0x400, 0x4ff],
  [0x660, 0x669],
  [0x905, 0x939],
  [0x2000, 0x200a],
  [0x2010, 0x2027],
  [0x2160, 0x216f],
  [0x4e00, 0x4fff],
  [0xac00, 0xacff],
  [0x1f300, 0x1f5ff],
  [0x1d7ce, 0x1d7ff],
];
const PIECES = [' ', '  ', '\n', '\r\n', '\t', "'s", "'ll", "'", ' the', '12', '...'];

/** A text of up to 60 pieces that only the seed decides. */
export function randomText(seed: number): string {
  let state = seed * 2_654_435_761;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  let text = '';
  for (let left = below(60); left > 0; left -= 1) {
    if (below(3) === 0) {
      text += PIECES[below(PIECES.length)] ?? '';
    } else {
      const [low, high] = RANGES[below(RANGES.length)] ?? [0x61, 0x7a];
      text += String.fromCodePoint(low + below(high - low + 1));
    }
  }
  return text;
}
