import type { ErrorCode, Failure } from '../contract/errors.ts';

/** A failed call, as both ends throw it: `code` for the program, `message` for the reader. */
export class CallError extends Error implements Failure {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CallError';
    this.code = code;
  }
}
