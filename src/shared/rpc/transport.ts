import type { Envelope } from './envelopes.ts';

/** What travels: an envelope is control and JSON, an ArrayBuffer is one binary frame. */
export type Message = Envelope | ArrayBuffer;

export type Unsubscribe = () => void;

/** Ordered, at-most-once delivery between two ends. */
export interface Transport {
  /** Queues while the connection opens; does nothing once it is closed. */
  send(message: Message): void;
  /** Messages of the other end, not yet checked. One listener; those that come before it is set are kept. */
  onMessage(listener: (message: unknown) => void): Unsubscribe;
  /** Called once, whichever end closed; at once when it is closed already. */
  onClose(listener: (reason: string) => void): Unsubscribe;
  /** Twice is harmless. */
  close(reason?: string): void;
  /** Bytes accepted by send and not yet given to the operating system, where the carrier knows. */
  readonly bufferedBytes?: number;
}
