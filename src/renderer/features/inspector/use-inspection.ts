import { useCallback } from 'react';
import type { MachineHealth, SphereInspection } from '../../../shared/contract/spheres.ts';
import { callHost } from '../../commands/host-call.ts';
import { useAnswers } from './use-answers.ts';
import { useRun } from '../../store/run-slice.ts';

/** Between two answers, in milliseconds: fast enough to follow, slow enough to read. */
const RUNNING_MS = 300;
const RESTING_MS = 1_500;

/** The host's account of one sphere, for as long as it is looked at; undefined before the first answer. */
export function useInspection(sphere: number): SphereInspection | undefined {
  const { runId, running } = useRunning();
  const ask = useCallback(
    () => callHost('spheres.inspect', { runId: runId ?? '', sphere }),
    [runId, sphere],
  );
  return useAnswers(ask, running ? RUNNING_MS : RESTING_MS);
}

/** The host's account of the whole machine. */
export function useHealth(): MachineHealth | undefined {
  const { runId } = useRunning();
  const ask = useCallback(() => callHost('spheres.health', { runId: runId ?? '' }), [runId]);
  return useAnswers(ask, RESTING_MS);
}

function useRunning(): { readonly runId: string | undefined; readonly running: boolean } {
  const runId = useRun(({ status }) => status.runId);
  const running = useRun(({ status }) => status.state === 'running');
  return { runId, running };
}
