import { create } from 'zustand';
import type { RunSummary } from '../../shared/contract/run.ts';

export interface RunsState {
  /** Newest first; undefined until the host has answered. */
  readonly runs: readonly RunSummary[] | undefined;
  readonly problem: string | undefined;
}

/** Runs stored on the host. */
export const useRuns = create<RunsState>(() => ({ runs: undefined, problem: undefined }));

export function setRuns(runs: readonly RunSummary[]): void {
  useRuns.setState({ runs, problem: undefined });
}

export function setRunsProblem(problem: string): void {
  useRuns.setState({ problem });
}
