import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../../src/main/cli/text-lines.ts';

async function lists(pieces: readonly (string | Uint8Array)[], size: number) {
  const found: string[][] = [];
  for await (const lines of linesOf(Readable.from(pieces), size)) found.push(lines);
  return found;
}

describe('lines of a text in pieces', () => {
  it('come in lists of the size asked for, and a rest', async () => {
    expect(await lists(['a\nb\nc\nd\ne\n'], 2)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('do not care where the pieces were cut', async () => {
    const bytes = new TextEncoder().encode('0x1p+0\r\nπ\n\nlast');
    const single = [...bytes].map((byte) => Uint8Array.of(byte));
    expect((await lists(single, 10)).flat()).toEqual(['0x1p+0', 'π', '', 'last']);
  });

  it('of nothing are none', async () => {
    expect(await lists([], 10)).toEqual([]);
    expect(await lists(['\n'], 10)).toEqual([['']]);
  });
});
