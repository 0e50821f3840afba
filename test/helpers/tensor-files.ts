import { readFileSync } from 'node:fs';

/** A tensor as numbers; dimensions from the slowest to the fastest. */
export interface Tensor {
  readonly type: string;
  readonly dimensions: readonly number[];
  readonly values: Float32Array;
  /** Q8_0 only: the scale of each 32 values. */
  readonly scales?: readonly number[];
}

/** The tensors of a safetensors file of F32 and F16, by the format's own description. */
export function readSafetensors(file: string): Map<string, Tensor> {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, Entry>;
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, data_offsets: offsets }] of Object.entries(header)) {
    if (name === '__metadata__' || (dtype !== 'F32' && dtype !== 'F16')) continue;
    const at = 8 + length + offsets[0];
    const count = shape.reduce((product, n) => product * n, 1);
    const values = Float32Array.from({ length: count }, (_, i) =>
      dtype === 'F32' ? bytes.readFloatLE(at + 4 * i) : half(bytes.readUInt16LE(at + 2 * i)),
    );
    tensors.set(name, { type: dtype, dimensions: shape, values });
  }
  return tensors;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Writes F32 tensors, and others as they are, as transformers' save_pretrained does. */
export function safetensorsOf(
  tensors: ReadonlyMap<string, { type: string; dimensions: readonly number[]; bytes: Uint8Array }>,
): Uint8Array {
  const header: Record<string, object> = { __metadata__: { format: 'pt' } };
  let at = 0;
  for (const [name, { type, dimensions, bytes }] of tensors) {
    header[name] = { dtype: type, shape: dimensions, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...[...tensors.values()].map(({ bytes }) => bytes)]);
}

/** IEEE half precision as a number. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
