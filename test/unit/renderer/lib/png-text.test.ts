import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32, insertPngText, readPngText } from '../../../../src/renderer/lib/png-text.ts';

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Uint8Array.from([...Buffer.from(type), ...data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

const HEADER = Uint8Array.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0]);
const PNG = Uint8Array.from([
  ...[137, 80, 78, 71, 13, 10, 26, 10],
  ...chunk('IHDR', HEADER),
  ...chunk('IDAT', deflateSync(Uint8Array.of(0, 1, 2, 3, 4))),
  ...chunk('IEND', new Uint8Array()),
]);

describe('text in a picture', () => {
  it('has the checksum of the published check value', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf4_3926);
  });

  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(readPngText(insertPngText(PNG, 'a-view', text), 'a-view')).toBe(text);
      }),
    );
  });

  it('is behind the header and leaves the rest alone', () => {
    const written = insertPngText(PNG, 'a-view', 'words');
    expect([...written.subarray(0, 33)]).toEqual([...PNG.subarray(0, 33)]);
    expect([...written.subarray(written.length - (PNG.length - 33))]).toEqual([
      ...PNG.subarray(33),
    ]);
  });

  it('is not found under another name, in another file, or when it is damaged', () => {
    const written = insertPngText(PNG, 'a-view', 'words');
    expect(readPngText(written, 'view')).toBeUndefined();
    expect(readPngText(PNG, 'a-view')).toBeUndefined();
    expect(readPngText(Buffer.from('GIF89a'), 'a-view')).toBeUndefined();
    const damaged = written.slice();
    damaged[50] = (damaged[50] ?? 0) ^ 1;
    expect(readPngText(damaged, 'a-view')).toBeUndefined();
    expect(() => insertPngText(new Uint8Array(4), 'a', 'b')).toThrow('no PNG');
  });

  it('is read without fault from whatever bytes come', () => {
    const written = insertPngText(PNG, 'a-view', 'words');
    const change = fc.tuple(fc.nat(written.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.nat(written.length), (changes, length) => {
        const bytes = written.slice(0, length);
        for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
        expect(['string', 'undefined']).toContain(typeof readPngText(bytes, 'a-view'));
      }),
    );
  });
});
