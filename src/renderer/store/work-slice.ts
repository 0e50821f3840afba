import { create } from 'zustand';
import type { WorkProgress } from '../../shared/contract/work.ts';

/** What long calls of this window are for; of each there is one at a time. */
export type WorkPurpose = 'corpus' | 'export' | 'import';

/** A long call under way. */
export interface WatchedWork {
  readonly workId: string;
  /** Absent until the host has told. */
  readonly progress?: WorkProgress;
}

/** This window's long calls under way. */
export const useWorks = create<Partial<Record<WorkPurpose, WatchedWork>>>(() => ({}));

export function beginWork(purpose: WorkPurpose, workId: string): void {
  useWorks.setState({ [purpose]: { workId } });
}

/** Harmless for a work that a newer one has replaced. */
export function endWork(purpose: WorkPurpose, workId: string): void {
  if (useWorks.getState()[purpose]?.workId === workId) useWorks.setState({ [purpose]: undefined });
}

/** Takes how far a work is; other clients' works are not ours. */
export function takeWork(progress: WorkProgress): void {
  for (const [purpose, work] of Object.entries(useWorks.getState())) {
    if (work?.workId === progress.workId) useWorks.setState({ [purpose]: { ...work, progress } });
  }
}
