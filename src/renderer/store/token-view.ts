import { LIMITS } from '../../shared/contract/limits.ts';
import { readTokenFrame } from '../../shared/frames/token-frame.ts';
import type { TokenFrame } from '../../shared/frames/token-frame.ts';
import { newestFrames } from './newest-frames.ts';

const TURN = 2 * Math.PI;
const PHI = (1 + Math.sqrt(5)) / 2;

/** Where an event's angle comes from, in radians. */
export interface EventAngle {
  /** The token's prime. */
  readonly prime: number;
  /** k pi (1 + sqrt 5), reduced to [0, 2 pi); k = 1 + (n - 1) mod 144,000. */
  readonly spiral: number;
  /** The token's own terms: phonetic, omega and psi of its prime, reduced to [0, 2 pi). */
  readonly tokenOffset: number;
  /** Their sum, in [0, 2 pi). */
  readonly theta: number;
}

let opened: { readonly version: number; readonly frame: TokenFrame | undefined } | undefined;

/** The angle of event n of a token; undefined before the run's token frame came. */
export function eventAngle(n: number, token: number): EventAngle | undefined {
  const { frame, version } = newestFrames.tokens;
  if (opened?.version !== version) {
    opened = { version, frame: frame ? readTokenFrame(frame) : undefined };
  }
  const table = opened.frame;
  if (!table || token >= table.rows) return undefined;
  const turns = (1 + ((n - 1) % LIMITS.shellEvents)) * PHI;
  const spiral = (turns - Math.floor(turns)) * TURN;
  const tokenOffset = table.columns.thetaOffset(token);
  return {
    prime: table.columns.prime(token),
    spiral,
    tokenOffset,
    theta: (spiral + tokenOffset) % TURN,
  };
}
