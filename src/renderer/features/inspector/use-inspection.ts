import { useEffect, useState } from 'react';
import type { SphereInspection } from '../../../shared/contract/spheres.ts';
import { callHost } from '../../commands/host-call.ts';
import { useRun } from '../../store/run-slice.ts';

/** Between two answers, in milliseconds: fast enough to follow, slow enough to read. */
const RUNNING_MS = 300;
const RESTING_MS = 1_500;

/** The host's account of one sphere, asked again and again while it is looked at; undefined before the first answer. */
export function useInspection(sphere: number): SphereInspection | undefined {
  const runId = useRun(({ status }) => status.runId);
  const running = useRun(({ status }) => status.state === 'running');
  const [inspection, setInspection] = useState<SphereInspection>();
  useEffect(() => {
    if (runId === undefined) return undefined;
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const answer = document.hidden ? undefined : await account(runId, sphere);
      if (!wanted) return;
      if (answer) setInspection(answer);
      timer = setTimeout(() => void ask(), running ? RUNNING_MS : RESTING_MS);
    };
    void ask();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [runId, running, sphere]);
  return inspection;
}

/** Undefined when it is refused (the run is being restored, or gone): what the frame says stays. */
async function account(runId: string, sphere: number): Promise<SphereInspection | undefined> {
  try {
    return await callHost('spheres.inspect', { runId, sphere });
  } catch {
    return undefined;
  }
}
