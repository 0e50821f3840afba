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
  useRun.setState((before) => ({ status: keepParts(before.status, status), known: true }));
}

/** The new status with those parts of the old one that are the same, so that what reads only them does not render. */
function keepParts(before: RunStatus, now: RunStatus): RunStatus {
  if (before.runId !== now.runId) return now;
  const last = (status: RunStatus): number => status.checkpoints.at(-1)?.writtenAtMs ?? 0;
  const sameCheckpoints =
    before.checkpoints.length === now.checkpoints.length && last(before) === last(now);
  return {
    ...now,
    ...(before.config && now.config ? { config: before.config } : {}),
    ...(before.corpus && now.corpus ? { corpus: before.corpus } : {}),
    checkpoints: sameCheckpoints ? before.checkpoints : now.checkpoints,
  };
}

export function setPending(pending: string | undefined): void {
  useRun.setState({ pending });
}
