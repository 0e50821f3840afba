import { describe, expect, it } from 'vitest';
import { pieceWidth, piecesOf } from '../../../../../src/main/host/numbers/pieces.ts';
import { NaiveNumbers } from '../../../../helpers/naive-numbers.ts';

const all = (from: bigint, to: bigint, width: bigint, overlap?: bigint) => [
  ...piecesOf({ from, to }, overlap, width),
];

describe('pieces of a range', () => {
  it('cover it without gap or overlap', () => {
    expect(all(3n, 12n, 5n)).toEqual([
      { from: 3n, to: 7n },
      { from: 8n, to: 12n },
    ]);
    expect(all(0n, 10n, 5n).map(({ from, to }) => [from, to])).toEqual([
      [0n, 4n],
      [5n, 9n],
      [10n, 10n],
    ]);
    expect(all(7n, 7n, 5n)).toEqual([{ from: 7n, to: 7n }]);
  });

  it('are smaller where sieving is slower', () => {
    expect(pieceWidth((1n << 64n) - 1n)).toBeLessThan(pieceWidth(10n ** 11n));
  });

  it('end at the last 64-bit number', () => {
    const most = (1n << 64n) - 1n;
    expect(all(most - 6n, most, 4n)).toEqual([
      { from: most - 6n, to: most - 3n },
      { from: most - 2n, to: most },
    ]);
  });

  it('with an overlap of 2 hold every twin pair once, wherever they are cut', async () => {
    const numbers = new NaiveNumbers();
    const whole = await numbers.countTwinPairs({ from: 0n, to: 500n }, 1);
    for (const width of [7n, 10n, 11n, 12n, 30n, 499n]) {
      let sum = 0n;
      for (const piece of all(0n, 500n, width, 2n)) sum += await numbers.countTwinPairs(piece, 1);
      expect(sum).toBe(whole);
    }
  });
});
