import type { RunState } from '../../../shared/contract/run.ts';

/**
 * For each state those that may follow. The engine keeps the same table for its own eight
 * (native/engine/session/run_state.hpp); here a failure can also come of the run's directory, and `stopped` stands
 * between a run's end and the next.
 */
export const RUN_TRANSITIONS: Readonly<Record<RunState, readonly RunState[]>> = {
  idle: ['initializing', 'restoring'],
  initializing: ['running', 'paused', 'idle'],
  running: ['paused', 'checkpointing', 'completed', 'failed', 'idle'],
  paused: ['running', 'checkpointing', 'stopped', 'failed', 'idle'],
  checkpointing: ['running', 'paused', 'completed', 'failed'],
  restoring: ['paused', 'completed', 'idle'],
  completed: ['checkpointing', 'stopped', 'idle'],
  stopped: ['idle'],
  failed: ['stopped', 'idle'],
};

/** Throws when the table has no such transition, which is a defect of the host; staying is none. */
export function checkTransition(from: RunState, to: RunState): void {
  if (from === to || RUN_TRANSITIONS[from].includes(to)) return;
  throw new Error(`A run that is ${from} cannot become ${to}.`);
}
