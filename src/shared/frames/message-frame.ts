import { readColumnFrame, type ColumnFrame } from './columns.ts';
import { FRAME_HEADER_BYTES, FRAME_STRIDE } from './frame-header.ts';

/** The 28 messages in the engine's order (a test compares); docs/PROTOCOL.md says who sends what when. */
export const MESSAGE_TYPES = [
  'WORK_REQUEST',
  'WORK_OFFER',
  'WORK_ACCEPT',
  'WORK_REJECT',
  'GRADIENT_READY',
  'GRADIENT_ACCUMULATE',
  'GRADIENT_COMPLETE',
  'WEIGHTS_UPDATED',
  'WEIGHTS_REQUEST',
  'WEIGHTS_BROADCAST',
  'BOUNDARY_CROSSING',
  'TWIN_PRIME_HIT',
  'BOUNDARY_REGION_ENTER',
  'BOUNDARY_REGION_EXIT',
  'EPOCH_START',
  'EPOCH_COMPLETE',
  'BATCH_START',
  'BATCH_COMPLETE',
  'CHILD_SPAWN',
  'CHILD_TERMINATE',
  'PARENT_SYNC',
  'SIBLING_DISCOVER',
  'ERROR_REPORT',
  'ERROR_RECOVERY',
  'STATS_REQUEST',
  'STATS_REPORT',
  'SHUTDOWN_REQUEST',
  'SHUTDOWN_ACK',
] as const;
export type MessageTypeName = (typeof MESSAGE_TYPES)[number];

/** From the least to the most urgent. */
export const MESSAGE_PRIORITIES = ['low', 'normal', 'high', 'critical'] as const;

/** Sender or receiver that is no sphere. */
export const NODE_ZERO = 0xffff_ffff;
/** Rows of one frame at most; when more links spoke, those with most messages are shown. */
export const MESSAGE_ROWS = 4_096;

/**
 * Messages since the reading before (by any client), one row for each link, type and priority that had any.
 * Own fields: f64 now_ms, the engine's monotonic clock; f64 interval_ms, what the rows stand for; f64 messages, sent in it.
 * A thread remembers its newest 4,096 messages and only while frames are read: the rows count `counted` of `messages`.
 * A WORK_ACCEPT row is stolen work: `sender` is the thief's leaf, `receiver` the leaf it was taken from, `count` the items.
 */
export const MESSAGE_COLUMNS = {
  sender: { offset: 0, type: 'u32' }, // sphere, or NODE_ZERO
  receiver: { offset: 4, type: 'u32' },
  count: { offset: 8, type: 'u32' },
  type: { offset: 12, type: 'u8' }, // MESSAGE_TYPES
  priority: { offset: 13, type: 'u8' }, // MESSAGE_PRIORITIES
} as const;
export const MESSAGE_STRIDE = FRAME_STRIDE.messages;

export interface MessageFrame extends ColumnFrame<typeof MESSAGE_COLUMNS> {
  readonly nowMs: number;
  /** Time since the reading before; 0: this is the first and tells of nothing. */
  readonly intervalMs: number;
  /** Messages sent in that time, by all spheres and Node Zero. */
  readonly messages: number;
  /** Of these, how many the rows count. */
  readonly counted: number;
}

/** Checks and opens a frame of topic frame.messages. Throws FrameError. */
export function readMessageFrame(frame: ArrayBuffer): MessageFrame {
  const base = readColumnFrame(frame, 'messages', MESSAGE_COLUMNS);
  const field = (index: number) => base.view.getFloat64(FRAME_HEADER_BYTES + 8 * index, true);
  let counted = 0;
  for (let row = 0; row < base.rows; row += 1) counted += base.columns.count(row);
  return { ...base, nowMs: field(0), intervalMs: field(1), messages: field(2), counted };
}
