import { draftProblems } from '../store/run-draft.ts';
import type { RunCommand, RunSituation } from './run-availability.ts';
import { RUN_COMMANDS, whyUnavailable } from './run-availability.ts';
import { useCorpus } from '../store/corpus-slice.ts';
import { useDraft } from '../store/draft-slice.ts';
import { useRun } from '../store/run-slice.ts';
import { useSession } from '../store/session-slice.ts';

/** What decides which run commands are allowed, as the store has it now. */
export function runSituation(): RunSituation {
  const { status, pending } = useRun.getState();
  return {
    state: status.state,
    pending,
    connected: useSession.getState().connection.kind === 'connected',
    corpusOpen: useCorpus.getState().corpus !== undefined && !useCorpus.getState().opening,
    draftSound: Object.keys(draftProblems(useDraft.getState().draft)).length === 0,
  };
}

/** Why each run command is unavailable now (undefined: it is available); renders again when that changes. */
export function useRunAvailability(): Readonly<Record<RunCommand, string | undefined>> {
  const state = useRun((run) => run.status.state);
  const pending = useRun((run) => run.pending);
  const connected = useSession((session) => session.connection.kind === 'connected');
  const corpusOpen = useCorpus(({ corpus, opening }) => corpus !== undefined && !opening);
  const draftSound = useDraft(({ draft }) => Object.keys(draftProblems(draft)).length === 0);
  const now: RunSituation = { state, pending, connected, corpusOpen, draftSound };
  return Object.fromEntries(
    RUN_COMMANDS.map((command) => [command, whyUnavailable(command, now)]),
  ) as Record<RunCommand, string | undefined>;
}
