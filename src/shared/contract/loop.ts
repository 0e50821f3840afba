/** What the training loop tells of (topic run.loop), in the engine's order. */
export const LOOP_EVENTS = [
  'epoch-start', // before the first step of an epoch, or the first of it trained since the run was loaded
  'epoch-end', // after its last step, or the run's; value: mean loss of its steps trained since then
  'batch-start', // a step begins; one that a pause gives up begins again
  'batch-end', // it is done; value: its loss, in nats a token
  'gradient-sync', // its gradient is reduced; value: the global norm before clipping
  'weight-update', // its weights are published; value: their version
  'checkpoint', // a checkpoint is written; value: its bytes
  'error', // not finite, diverged, given up, failed, or a checkpoint that was not written: message
] as const;

export type LoopEventKind = (typeof LOOP_EVENTS)[number];

/** One moment of the training loop. Epochs count from 1; one is as many tokens as the training split has. */
export interface LoopEvent {
  /** Counts the host's loop events, from 1; a gap tells that some were forgotten before they were read. */
  readonly number: number;
  readonly kind: LoopEventKind;
  readonly step: number;
  readonly epoch: number;
  /** What it measures, by kind; 0 else. */
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly message?: string;
}

export interface LoopEventBatch {
  readonly runId: string;
  readonly events: readonly LoopEvent[];
}
