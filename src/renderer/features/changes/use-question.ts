import { useState } from 'react';
import { failureCode, failureMessage } from '../../commands/host-call.ts';

export interface Question {
  /** The host is at it. */
  readonly busy: boolean;
  /** Why it failed, in the host's words. */
  readonly problem: string | undefined;
  readonly ask: (give: () => Promise<void>) => void;
}

/** What a dialog asks of the host: under way or not, and why it failed. */
export function useQuestion(): Question {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const ask = async (give: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await give();
    } catch (error) {
      if (failureCode(error) !== 'cancelled') setProblem(failureMessage(error)); // cancelled by whom it asks
    }
    setBusy(false);
  };
  return { busy, problem, ask: (give) => void ask(give) };
}
