import { LIMITS } from '../contract/limits.ts';
import { PROTOCOL_VERSION } from '../contract/version.ts';
import {
  FRAME_FIELD_BYTES,
  FRAME_HEADER_BYTES,
  FRAME_KIND,
  FRAME_MAGIC,
  FRAME_STRIDE,
} from './frame-header.ts';
import { FrameError, readFrameHeader } from './read-frame.ts';
import { SPHERE_COLUMNS } from './sphere-frame.ts';

/**
 * Sphere frames of large trees on the wire: header and fields as ever, but stride 0, and instead of rows sixteen streams, one a
 * column or pair of columns. A stream tells how each row differs from the row before (the first from 0) as pairs of varints: the
 * difference, zigzag, and how many rows in turn have it. Spheres of one level stand side by side and mostly do alike, so a row
 * takes one to three bytes instead of 52; a frame needs no other frame to be read. Ages are told to the millisecond.
 */
const ROWS_OFFSET = FRAME_HEADER_BYTES + FRAME_FIELD_BYTES.spheres;
const STRIDE = FRAME_STRIDE.spheres;
const WORDS = STRIDE / 4;
/** The first word is four columns of bytes: state, worker, level, group. */
const BYTE_COLUMNS = 4;
const AGE_WORD = SPHERE_COLUMNS.stateAgeUs.offset / 4;
/** Bytes of a difference and of a run at most. */
const MOST_PAIR_BYTES = 10;
/** Trees smaller than this are sent whole. */
const LEAST_ROWS = 100;
const LARGEST = 0xffff_ffff;

/** Writes into memory of its own that it keeps: one packer for all frames of a host. */
export class SpherePacker {
  private bytes = new Uint8Array(0);
  private at = 0;

  /** The packed form of a whole frame; a small one is returned as it is. Throws FrameError. */
  pack(frame: ArrayBuffer): ArrayBuffer {
    const { rows } = readFrameHeader(frame);
    if (rows < LEAST_ROWS) return frame;
    const room = ROWS_OFFSET + (BYTE_COLUMNS + WORDS - 1) * rows * MOST_PAIR_BYTES;
    if (this.bytes.length < room) this.bytes = new Uint8Array(room);
    this.bytes.set(new Uint8Array(frame, 0, ROWS_OFFSET));
    new DataView(this.bytes.buffer).setUint32(20, 0, true);
    this.at = ROWS_OFFSET;
    const bytes = new Uint8Array(frame, ROWS_OFFSET);
    for (let column = 0; column < BYTE_COLUMNS; column += 1) {
      this.stream(rows, (row) => bytes[row * STRIDE + column] ?? 0);
    }
    const words = new Uint32Array(frame, ROWS_OFFSET);
    const nowMs = new DataView(frame).getFloat64(FRAME_HEADER_BYTES, true);
    for (let word = 1; word < WORDS; word += 1) {
      if (word === AGE_WORD) {
        this.stream(rows, (row) => sinceMs(nowMs, words[row * WORDS + AGE_WORD] ?? 0));
      } else {
        this.stream(rows, (row) => words[row * WORDS + word] ?? 0);
      }
    }
    return this.bytes.buffer.slice(0, this.at);
  }

  private stream(rows: number, value: (row: number) => number): void {
    let before = 0;
    let step = 0;
    let run = 0;
    for (let row = 0; row < rows; row += 1) {
      const present = value(row);
      const difference = (present - before) | 0; // modulo 2^32
      before = present;
      if (run > 0 && difference !== step) {
        this.pair(step, run);
        run = 0;
      }
      step = difference;
      run += 1;
    }
    this.pair(step, run);
  }

  private pair(difference: number, run: number): void {
    this.varint(((difference << 1) ^ (difference >> 31)) >>> 0);
    this.varint(run);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.bytes[this.at] = (rest & 127) | 128;
      this.at += 1;
      rest >>>= 7;
    }
    this.bytes[this.at] = rest;
    this.at += 1;
  }
}

/** The whole frame of a packed one; a whole one is returned as it is, unchecked. Throws FrameError when it cannot be unpacked. */
export function unpackSpheres(packed: ArrayBuffer): ArrayBuffer {
  if (!isPacked(packed)) return packed;
  const rows = new DataView(packed).getUint32(16, true);
  if (rows < 1 || rows > LIMITS.spheres) {
    throw new FrameError(`A packed frame has 1 to ${LIMITS.spheres} spheres, not ${rows}.`);
  }
  const frame = new ArrayBuffer(ROWS_OFFSET + rows * STRIDE);
  new Uint8Array(frame).set(new Uint8Array(packed, 0, ROWS_OFFSET));
  const view = new DataView(frame);
  view.setUint32(20, STRIDE, true);
  const nowMs = view.getFloat64(FRAME_HEADER_BYTES, true);
  const reader = new StreamReader(new Uint8Array(packed, ROWS_OFFSET));
  const bytes = new Uint8Array(frame, ROWS_OFFSET);
  for (let column = 0; column < BYTE_COLUMNS; column += 1) {
    reader.stream(rows, (row, value) => (bytes[row * STRIDE + column] = value));
  }
  const words = new Uint32Array(frame, ROWS_OFFSET);
  for (let word = 1; word < WORDS; word += 1) {
    if (word === AGE_WORD) {
      reader.stream(rows, (row, value) => (words[row * WORDS + AGE_WORD] = ageUs(nowMs, value)));
    } else {
      reader.stream(rows, (row, value) => (words[row * WORDS + word] = value));
    }
  }
  reader.end();
  return frame;
}

class StreamReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  stream(rows: number, put: (row: number, value: number) => void): void {
    let value = 0;
    for (let row = 0; row < rows;) {
      const zigzag = this.varint();
      const difference = (zigzag >>> 1) ^ -(zigzag & 1);
      const run = this.varint();
      if (run < 1 || run > rows - row) {
        throw new FrameError(`A packed frame tells ${run} rows where ${rows - row} are left.`);
      }
      for (const end = row + run; row < end; row += 1) {
        value = (value + difference) >>> 0;
        put(row, value);
      }
    }
  }

  end(): void {
    if (this.at === this.bytes.length) return;
    throw new FrameError(`A packed frame has ${this.bytes.length - this.at} bytes too many.`);
  }

  private varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new FrameError('A packed frame ends in the middle.');
      this.at += 1;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw new FrameError('A packed frame holds a number of more than 32 bits.');
  }
}

function isPacked(frame: ArrayBuffer): boolean {
  if (frame.byteLength < ROWS_OFFSET) return false;
  const view = new DataView(frame);
  return (
    view.getUint32(0, true) === FRAME_MAGIC &&
    view.getUint16(4, true) === PROTOCOL_VERSION &&
    view.getUint16(6, true) === FRAME_KIND.spheres &&
    view.getUint32(20, true) === 0
  );
}

/** Whole milliseconds of the engine's clock, modulo 2^32. */
function sinceMs(nowMs: number, age: number): number {
  return Math.round(nowMs - age / 1_000) >>> 0;
}

function ageUs(nowMs: number, since: number): number {
  const age = Math.round(nowMs * 1_000) - since * 1_000;
  return Math.min(Math.max(age, 0), LARGEST);
}
