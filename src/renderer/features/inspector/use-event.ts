import { useEffect, useState } from 'react';
import type { EventInspection } from '../../../shared/contract/events.ts';
import { callHost } from '../../commands/host-call.ts';
import { useRun } from '../../store/run-slice.ts';

/** The host's account of one trained token; it never changes. Undefined before the answer, and when it is refused. */
export function useEvent(n: number): EventInspection | undefined {
  const runId = useRun(({ status }) => status.runId);
  const [event, setEvent] = useState<EventInspection>();
  useEffect(() => {
    if (runId === undefined) return undefined;
    let wanted = true;
    const ask = async (): Promise<void> => {
      try {
        const answer = await callHost('events.inspect', { runId, n });
        if (wanted) setEvent(answer);
      } catch {
        // Of a run that has ended, or gone back to before it: what the ring says stays.
        if (wanted) setEvent(undefined);
      }
    };
    void ask();
    return () => {
      wanted = false;
    };
  }, [runId, n]);
  return event;
}
