/**
 * Binary frames: 24 bytes of header, `fieldBytes` of the kind's own fields, then `rows` rows of `stride` bytes. Little-endian.
 *
 *   0  u32  magic      'CRYS'
 *   4  u16  version    PROTOCOL_VERSION
 *   6  u16  kind       FRAME_KIND
 *   8  f64  step       optimiser step the frame shows
 *  16  u32  rows
 *  20  u32  stride     bytes a row
 */
export const FRAME_HEADER_BYTES = 24;
/** 'CRYS' read as a little-endian u32. */
export const FRAME_MAGIC = 0x53595243;

export const FRAME_KIND = { spheres: 1, events: 2, trace: 3, tokens: 4, messages: 5 } as const;
export type FrameKind = keyof typeof FRAME_KIND;

/** Bytes of the kind's own fields between header and rows. */
export const FRAME_FIELD_BYTES: Record<FrameKind, number> = {
  spheres: 8,
  events: 16,
  trace: 8,
  tokens: 0,
  messages: 24,
};

/** Bytes of one row of each kind. */
export const FRAME_STRIDE = {
  spheres: 52,
  events: 4,
  trace: 16,
  tokens: 8,
  messages: 16,
} as const satisfies Record<FrameKind, number>;

export interface FrameHeader {
  readonly kind: FrameKind;
  readonly step: number;
  readonly rows: number;
  readonly stride: number;
  /** Byte offset of the first row. */
  readonly rowsOffset: number;
}
