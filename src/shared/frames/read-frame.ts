import {
  FRAME_FIELD_BYTES,
  FRAME_HEADER_BYTES,
  FRAME_KIND,
  FRAME_MAGIC,
  FRAME_STRIDE,
  type FrameHeader,
  type FrameKind,
} from './frame-header.ts';
import { PROTOCOL_VERSION } from '../contract/version.ts';

/** A binary frame that cannot be read: the message says what is wrong with it. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const KINDS = Object.keys(FRAME_KIND) as FrameKind[];

/** Reads and checks the header: magic, version, kind, stride and the exact length. Throws FrameError. */
export function readFrameHeader(frame: ArrayBuffer): FrameHeader {
  const kind = readFrameKind(frame);
  const view = new DataView(frame);
  const rows = view.getUint32(16, true);
  const stride = view.getUint32(20, true);
  if (stride !== FRAME_STRIDE[kind]) {
    throw new FrameError(`A ${kind} row has ${FRAME_STRIDE[kind]} bytes, not ${stride}.`);
  }
  const rowsOffset = FRAME_HEADER_BYTES + FRAME_FIELD_BYTES[kind];
  const expected = rowsOffset + rows * stride;
  if (frame.byteLength !== expected) {
    throw new FrameError(
      `A ${kind} frame of ${rows} rows has ${expected} bytes, not ${frame.byteLength}.`,
    );
  }
  return { kind, step: view.getFloat64(8, true), rows, stride, rowsOffset };
}

/** Topic that carries a frame, told by its kind. Throws FrameError when it is no frame of this protocol. */
export function frameTopic(frame: ArrayBuffer): `frame.${FrameKind}` {
  return `frame.${readFrameKind(frame)}`;
}

function readFrameKind(frame: ArrayBuffer): FrameKind {
  if (frame.byteLength < FRAME_HEADER_BYTES) {
    throw new FrameError(
      `A frame has at least ${FRAME_HEADER_BYTES} bytes, not ${frame.byteLength}.`,
    );
  }
  const view = new DataView(frame);
  const magic = view.getUint32(0, true);
  if (magic !== FRAME_MAGIC) {
    throw new FrameError(`A frame begins with CRYS, not with 0x${magic.toString(16)}.`);
  }
  const version = view.getUint16(4, true);
  if (version !== PROTOCOL_VERSION) {
    throw new FrameError(`A frame of protocol ${PROTOCOL_VERSION} was expected, not ${version}.`);
  }
  const number = view.getUint16(6, true);
  const kind = KINDS.find((name) => FRAME_KIND[name] === number);
  if (kind === undefined) throw new FrameError(`There is no frame kind ${number}.`);
  return kind;
}
