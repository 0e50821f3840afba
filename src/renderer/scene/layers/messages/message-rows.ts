import { FRAME_HEADER_BYTES } from '../../../../shared/frames/frame-header.ts';
import { MESSAGE_COLUMNS, MESSAGE_STRIDE } from '../../../../shared/frames/message-frame.ts';
import { FrameError, readFrameHeader } from '../../../../shared/frames/read-frame.ts';

const WORDS = MESSAGE_STRIDE / 4;
const AT = {
  sender: MESSAGE_COLUMNS.sender.offset / 4,
  receiver: MESSAGE_COLUMNS.receiver.offset / 4,
  count: MESSAGE_COLUMNS.count.offset / 4,
} as const;

/** A message frame as typed arrays over it: what readMessageFrame reads, but nothing is allocated by a read. */
export class MessageRows {
  readonly count: number;
  /** Time since the reading before; 0: this is the first and tells of nothing. */
  readonly intervalMs: number;
  /** Messages sent in that time. */
  readonly messages: number;
  private readonly words: Uint32Array;
  private readonly bytes: Uint8Array;

  /** Throws FrameError when it is no message frame. */
  constructor(frame: ArrayBuffer) {
    const { kind, rows, rowsOffset } = readFrameHeader(frame);
    if (kind !== 'messages') throw new FrameError(`A messages frame was expected, not ${kind}.`);
    const view = new DataView(frame);
    this.count = rows;
    this.intervalMs = view.getFloat64(FRAME_HEADER_BYTES + 8, true);
    this.messages = view.getFloat64(FRAME_HEADER_BYTES + 16, true);
    this.words = new Uint32Array(frame, rowsOffset);
    this.bytes = new Uint8Array(frame, rowsOffset);
  }

  sender(row: number): number {
    return this.words[row * WORDS + AT.sender] ?? 0;
  }

  receiver(row: number): number {
    return this.words[row * WORDS + AT.receiver] ?? 0;
  }

  /** Messages that the row stands for. */
  told(row: number): number {
    return this.words[row * WORDS + AT.count] ?? 0;
  }

  type(row: number): number {
    return this.bytes[row * MESSAGE_STRIDE + MESSAGE_COLUMNS.type.offset] ?? 0;
  }

  priority(row: number): number {
    return this.bytes[row * MESSAGE_STRIDE + MESSAGE_COLUMNS.priority.offset] ?? 0;
  }
}
