import { create } from 'zustand';
import type { RunStatus } from '../../shared/contract/run.ts';

export interface RunSliceState {
  /** The host's newest word on the present run. */
  readonly status: RunStatus;
  /** Whether the host has spoken yet. */
  readonly known: boolean;
  /** A run command under way, by name: its buttons wait. */
  readonly pending: string | undefined;
}

export const IDLE_STATUS: RunStatus = { state: 'idle', step: 0, unsavedSteps: 0, checkpoints: [] };

/** The present run. */
export const useRun = create<RunSliceState>(() => ({
  status: IDLE_STATUS,
  known: false,
  pending: undefined,
}));

export function setRunStatus(status: RunStatus): void {
  useRun.setState({ status, known: true });
}

export function setPending(pending: string | undefined): void {
  useRun.setState({ pending });
}
