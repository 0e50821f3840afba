/** Every way a call can fail. The engine's codes come first, in the order of native/engine/base/error.hpp (a test compares). */
export const ERROR_CODES = [
  'invalid-argument', // a value outside its range: the message names argument, value and range
  'not-found', // a run, corpus or file that does not exist
  'io-failed', // the operating system refused: the message names the path and the reason
  'corrupt', // a file that is truncated or changed
  'mismatch', // a sound file that belongs to something else
  'wrong-state', // a command that the present state does not allow
  'unsupported', // this build or machine cannot do it
  'out-of-memory',
  'cancelled',
  'internal', // a defect of the program
  // the wire's own
  'unknown-command',
  'invalid-params',
  'disconnected',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** A failed call, as it travels: what went wrong and what to do, in words for the user. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}
