import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkTable } from '../../../src/renderer/scene/layers/messages/link-table.ts';

describe('LinkTable', () => {
  it('numbers keys in the order in which they come, as a map does, before and after it was cleared', () => {
    const word = fc.oneof(fc.nat(40), fc.constant(0xffff_ffff), fc.nat(0xffff_ffff));
    const table = new LinkTable(64);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 200 }), (keys) => {
        table.clear();
        const rows = new Map<string, number>();
        for (const [high, low] of keys) {
          const key = `${high} ${low}`;
          const known = rows.get(key);
          const expected = known ?? (rows.size < 64 ? rows.size : -1);
          if (expected >= 0) rows.set(key, expected);
          expect(table.row(high, low)).toBe(expected);
          expect(table.size).toBe(rows.size);
        }
      }),
    );
  });

  it('holds the links of a large tree, and refuses more than half of its slots', () => {
    const table = new LinkTable(8_192);
    for (let id = 1; id <= 8_192; id += 1) expect(table.row(id, id * 32)).toBe(id - 1);
    expect(table.row(0, 0)).toBe(-1);
    expect(table.row(77, 77 * 32)).toBe(76);
    expect(() => new LinkTable(8_193)).toThrow('at most 8192 rows');
  });
});
