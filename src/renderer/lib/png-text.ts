const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
/** Longest text that is read from a picture, in bytes. */
const LONGEST_TEXT = 1_000_000;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1)
    value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1;
  return value >>> 0;
});

/** Checksum of a PNG chunk (RFC 2083, appendix 15). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffff_ffff) >>> 0;
}

/** Puts a text under a keyword into a PNG, as an iTXt chunk behind its header. Throws when it is no PNG. */
export function insertPngText(
  png: Uint8Array,
  keyword: string,
  text: string,
): Uint8Array<ArrayBuffer> {
  const [header] = chunksOf(png);
  if (!header) throw new Error('This is no PNG picture.');
  const chunk = textChunk(keyword, text);
  const at = header.end;
  const result = new Uint8Array(png.length + chunk.length);
  result.set(png.subarray(0, at));
  result.set(chunk, at);
  result.set(png.subarray(at), at + chunk.length);
  return result;
}

/** The text under a keyword; undefined when the bytes are no PNG, have none, or are damaged there. */
export function readPngText(png: Uint8Array, keyword: string): string | undefined {
  for (const { type, data, sound } of chunksOf(png)) {
    if (type !== 'iTXt' || !sound || data.length > LONGEST_TEXT) continue;
    const nameEnd = data.indexOf(0);
    if (latin(data.subarray(0, nameEnd)) !== keyword) continue;
    // Behind the name: compressed? method, language, translated keyword.
    if (data[nameEnd + 1] !== 0) continue;
    const languageEnd = data.indexOf(0, nameEnd + 3);
    const textAt = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
    if (textAt < 0) continue;
    return new TextDecoder().decode(data.subarray(textAt + 1));
  }
  return undefined;
}

interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** Whether its checksum holds. */
  readonly sound: boolean;
  /** Offset behind it. */
  readonly end: number;
}

/** The chunks up to the first that does not fit. */
function chunksOf(png: Uint8Array): PngChunk[] {
  if (!SIGNATURE.every((byte, i) => png[i] === byte)) return [];
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks: PngChunk[] = [];
  let at = SIGNATURE.length;
  while (at + 12 <= png.length) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > png.length) break;
    const checked = png.subarray(at + 4, at + 8 + length);
    const type = latin(png.subarray(at + 4, at + 8));
    // Only texts are read: the picture's own data need no second check.
    const sound = type !== 'iTXt' || crc32(checked) === view.getUint32(end - 4);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length), sound, end });
    at = end;
  }
  return chunks;
}

function textChunk(keyword: string, text: string): Uint8Array {
  const name = Uint8Array.from(keyword, (letter) => letter.charCodeAt(0));
  const words = new TextEncoder().encode(text);
  // Keyword, 0, not compressed, method 0, no language, 0, no translated keyword, 0.
  const data = new Uint8Array(name.length + 5 + words.length);
  data.set(name);
  data.set(words, name.length + 5);
  const chunk = new Uint8Array(data.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set([0x69, 0x54, 0x58, 0x74], 4); // iTXt
  chunk.set(data, 8);
  view.setUint32(chunk.length - 4, crc32(chunk.subarray(4, chunk.length - 4)));
  return chunk;
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 80));
}
