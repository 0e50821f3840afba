import { readFileSync } from 'node:fs';
import { half, type Tensor } from './tensor-files.ts';

type Value = string | number | boolean | bigint | readonly Value[];

export interface Gguf {
  readonly metadata: ReadonlyMap<string, Value>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const TYPES = new Map([
  [0, 'F32'],
  [1, 'F16'],
  [8, 'Q8_0'],
]);

/** Reads a GGUF file of version 3 by https://github.com/ggml-org/ggml/blob/master/docs/gguf.md; throws at whatever is not so. */
export function readGguf(file: string): Gguf {
  const bytes = readFileSync(file);
  const reader = new Reader(bytes);
  if (reader.u32() !== 0x46554747 || reader.u32() !== 3) throw new Error('no GGUF of version 3');
  const [tensors, pairs] = [reader.u64(), reader.u64()];
  const metadata = new Map<string, Value>();
  for (let i = 0; i < pairs; i += 1) {
    const key = reader.text();
    if (metadata.has(key)) throw new Error(`${key} occurs twice`);
    metadata.set(key, reader.value(reader.u32()));
  }
  const infos = Array.from({ length: tensors }, () => ({
    name: reader.text(),
    dimensions: Array.from({ length: reader.u32() }, () => reader.u64()).reverse(),
    type: TYPES.get(reader.u32()) ?? 'unknown',
    offset: reader.u64(),
  }));
  const data = Math.ceil(reader.at / 32) * 32;
  let end = data;
  const found = new Map<string, Tensor>();
  for (const { name, dimensions, type, offset } of infos) {
    if (offset % 32 !== 0 || data + offset < end) throw new Error(`${name} lies where it may not`);
    const count = dimensions.reduce((product, n) => product * n, 1);
    const [tensor, size] = numbers(bytes, data + offset, type, count);
    end = data + offset + size;
    if (end > bytes.length || found.has(name)) throw new Error(`${name} is not sound`);
    found.set(name, { type, dimensions, ...tensor });
  }
  if (Math.ceil(end / 32) * 32 !== bytes.length) throw new Error('something is behind the tensors');
  return { metadata, tensors: found };
}

function numbers(
  bytes: Buffer,
  at: number,
  type: string,
  count: number,
): [Pick<Tensor, 'values' | 'scales'>, number] {
  const each = (read: (i: number) => number) =>
    Float32Array.from({ length: count }, (_, i) => read(i));
  switch (type) {
    case 'F32':
      return [{ values: each((i) => bytes.readFloatLE(at + 4 * i)) }, 4 * count];
    case 'F16':
      return [{ values: each((i) => half(bytes.readUInt16LE(at + 2 * i))) }, 2 * count];
    case 'Q8_0': {
      const block = (i: number) => at + 34 * Math.floor(i / 32);
      const scale = (i: number) => half(bytes.readUInt16LE(block(i)));
      const values = each((i) => scale(i) * bytes.readInt8(block(i) + 2 + (i % 32)));
      const scales = Array.from({ length: count / 32 }, (_, i) => scale(32 * i));
      return [{ values, scales }, (34 * count) / 32];
    }
    default:
      throw new Error(`a tensor of type ${type}`);
  }
}

class Reader {
  at = 0;
  constructor(private readonly bytes: Buffer) {}
  u32(): number {
    return this.bytes.readUInt32LE(this.step(4));
  }
  u64(): number {
    return Number(this.bytes.readBigUInt64LE(this.step(8)));
  }
  text(): string {
    const length = this.u64();
    const from = this.step(length);
    return this.bytes.toString('utf8', from, from + length);
  }
  value(type: number): Value {
    switch (type) {
      case 4:
        return this.u32();
      case 5:
        return this.bytes.readInt32LE(this.step(4));
      case 6:
        return this.bytes.readFloatLE(this.step(4));
      case 7:
        return this.bytes.readUInt8(this.step(1)) === 1;
      case 8:
        return this.text();
      case 9: {
        const of = this.u32();
        return Array.from({ length: this.u64() }, () => this.value(of));
      }
      default:
        throw new Error(`a value of type ${type}`);
    }
  }
  private step(bytes: number): number {
    const from = this.at;
    this.at += bytes;
    return from;
  }
}
