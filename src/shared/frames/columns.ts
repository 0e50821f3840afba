import { FrameError, readFrameHeader } from './read-frame.ts';
import type { FrameHeader, FrameKind } from './frame-header.ts';

export type ColumnType = 'u8' | 'u16' | 'u32' | 'f16' | 'f32';

/** Where a column lies within a row. */
export interface ColumnLayout {
  readonly offset: number;
  readonly type: ColumnType;
}

export type ColumnReaders<C> = { readonly [K in keyof C]: (row: number) => number };

/** A checked frame: `columns.x(row)` reads one number. Nothing is copied; rows are 0 .. rows - 1. */
export interface ColumnFrame<C> {
  readonly header: FrameHeader;
  readonly rows: number;
  /** Optimiser step the frame shows. */
  readonly step: number;
  readonly columns: ColumnReaders<C>;
  /** The whole frame, for the kind's own fields. */
  readonly view: DataView;
}

/** Reads a frame that must be of `kind`. Throws FrameError. Cost: one closure a column. */
export function readColumnFrame<C extends Readonly<Record<string, ColumnLayout>>>(
  frame: ArrayBuffer,
  kind: FrameKind,
  layout: C,
): ColumnFrame<C> {
  const header = readFrameHeader(frame);
  if (header.kind !== kind) {
    throw new FrameError(`A ${kind} frame was expected, not a ${header.kind} frame.`);
  }
  const view = new DataView(frame);
  const readers = Object.entries(layout).map(([name, column]) => [
    name,
    columnReader(view, header, column),
  ]);
  const columns = Object.fromEntries(readers) as ColumnReaders<C>;
  return { header, rows: header.rows, step: header.step, columns, view };
}

function columnReader(
  view: DataView,
  { rowsOffset, stride }: FrameHeader,
  { offset, type }: ColumnLayout,
): (row: number) => number {
  const first = rowsOffset + offset;
  switch (type) {
    case 'u8':
      return (row) => view.getUint8(first + row * stride);
    case 'u16':
      return (row) => view.getUint16(first + row * stride, true);
    case 'u32':
      return (row) => view.getUint32(first + row * stride, true);
    case 'f32':
      return (row) => view.getFloat32(first + row * stride, true);
    case 'f16':
      return (row) => halfToNumber(view.getUint16(first + row * stride, true));
  }
}

/** Value of an IEEE 754 binary16, given as its 16 bits; exact. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Nearest IEEE 754 binary16 of a number, ties to even, as its 16 bits. */
export function numberToHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude >= 65520) return sign | 0x7c00; // halfway between the largest finite value and 2^16
  if (magnitude < 2 ** -14) return sign | roundToEven(magnitude * 2 ** 24);
  let exponent = Math.floor(Math.log2(magnitude));
  if (2 ** exponent > magnitude) exponent -= 1;
  if (2 ** (exponent + 1) <= magnitude) exponent += 1;
  const fraction = roundToEven((magnitude / 2 ** exponent - 1) * 1024); // 1024 carries into the exponent
  return sign | (((exponent + 15) << 10) + fraction);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
