/** Step and value of each scalar of a TensorBoard event file, by tag; checks every checksum. Written from the formats' specifications, not from the writer. */
export function readEventFile(file: Buffer): Map<string, [step: number, value: number][]> {
  const scalars = new Map<string, [number, number][]>();
  for (let at = 0; at < file.length;) {
    const length = Number(file.readBigUInt64LE(at));
    check(file.subarray(at, at + 8), file.readUInt32LE(at + 8));
    const data = file.subarray(at + 12, at + 12 + length);
    check(data, file.readUInt32LE(at + 12 + length));
    at += 16 + length;
    const event = fieldsOf(data);
    const step = Number(event.get(2)?.[0] ?? 0);
    for (const summary of event.get(5) ?? []) {
      for (const value of fieldsOf(summary as Buffer).get(1) ?? []) {
        const fields = fieldsOf(value as Buffer);
        const tag = (fields.get(1)?.[0] as Buffer).toString('utf8');
        const number = (fields.get(2)?.[0] as Buffer).readFloatLE(0);
        scalars.set(tag, [...(scalars.get(tag) ?? []), [step, number]]);
      }
    }
  }
  return scalars;
}

/** Bit by bit: no table. */
function check(bytes: Buffer, stored: number): void {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  crc = ~crc >>> 0;
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  if (masked !== stored) throw new Error('a checksum is wrong');
}

/** The fields of a protocol buffer: numbers for varints, bytes for the rest. */
function fieldsOf(bytes: Buffer): Map<number, (bigint | Buffer)[]> {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const kind = key & 7;
    let value: bigint | Buffer;
    if (kind === 0) value = varint();
    else {
      const length = kind === 1 ? 8 : kind === 5 ? 4 : Number(varint());
      value = bytes.subarray(at, at + length);
      at += length;
    }
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}
