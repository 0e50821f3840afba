import {
  FRAME_FIELD_BYTES,
  FRAME_HEADER_BYTES,
  FRAME_KIND,
  FRAME_MAGIC,
  FRAME_STRIDE,
  type FrameKind,
} from '../../src/shared/frames/frame-header.ts';
import { PROTOCOL_VERSION } from '../../src/shared/contract/version.ts';
import { numberToHalf, type ColumnLayout } from '../../src/shared/frames/columns.ts';

export interface FrameContent {
  readonly kind: FrameKind;
  readonly step: number;
  /** The kind's own fields, in order, each with its size in bytes: 8 is f64, 4 is u32. */
  readonly fields?: readonly { readonly bytes: 4 | 8; readonly value: number }[];
  readonly layout: Readonly<Record<string, ColumnLayout>>;
  /** One object a row; columns left out are 0. */
  readonly rows: readonly Readonly<Record<string, number>>[];
}

/** Writes a frame as the engine would, for tests and the fake engine. */
export function writeFrame({ kind, step, fields = [], layout, rows }: FrameContent): ArrayBuffer {
  const stride = FRAME_STRIDE[kind];
  const first = FRAME_HEADER_BYTES + FRAME_FIELD_BYTES[kind];
  const frame = new ArrayBuffer(first + rows.length * stride);
  const view = new DataView(frame);
  view.setUint32(0, FRAME_MAGIC, true);
  view.setUint16(4, PROTOCOL_VERSION, true);
  view.setUint16(6, FRAME_KIND[kind], true);
  view.setFloat64(8, step, true);
  view.setUint32(16, rows.length, true);
  view.setUint32(20, stride, true);
  let at = FRAME_HEADER_BYTES;
  for (const { bytes, value } of fields) {
    if (bytes === 8) view.setFloat64(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  rows.forEach((row, index) => {
    for (const [name, column] of Object.entries(layout)) {
      writeCell(view, first + index * stride + column.offset, column.type, row[name] ?? 0);
    }
  });
  return frame;
}

function writeCell(view: DataView, at: number, type: ColumnLayout['type'], value: number): void {
  switch (type) {
    case 'u8':
      return view.setUint8(at, value);
    case 'u16':
      return view.setUint16(at, value, true);
    case 'u32':
      return view.setUint32(at, value, true);
    case 'f32':
      return view.setFloat32(at, value, true);
    case 'f16':
      return view.setUint16(at, numberToHalf(value), true);
  }
}
