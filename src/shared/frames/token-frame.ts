import { readColumnFrame, type ColumnFrame } from './columns.ts';
import { FRAME_STRIDE } from './frame-header.ts';

/**
 * One row a token of the vocabulary, in id order: sent once for each run.
 * thetaOffset = phonetic term + omega + psi of the token's prime, radians, reduced to [0, 2 pi):
 * an event's theta is this plus its spiral term.
 */
export const TOKEN_COLUMNS = {
  prime: { offset: 0, type: 'u32' }, // the (token + 1)-th prime
  thetaOffset: { offset: 4, type: 'f32' },
} as const;
export const TOKEN_STRIDE = FRAME_STRIDE.tokens;

export type TokenFrame = ColumnFrame<typeof TOKEN_COLUMNS>;

/** Checks and opens a frame of topic frame.tokens. Throws FrameError. */
export function readTokenFrame(frame: ArrayBuffer): TokenFrame {
  return readColumnFrame(frame, 'tokens', TOKEN_COLUMNS);
}
