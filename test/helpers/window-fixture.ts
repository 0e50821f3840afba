import { provideHostCall } from '../../src/renderer/commands/host-call.ts';
import { IDLE_STATUS, useRun } from '../../src/renderer/store/run-slice.ts';
import { createDraft } from '../../src/renderer/store/run-draft.ts';
import { defaultRun } from '../../src/shared/contract/presets.ts';
import { resetFrames } from '../../src/renderer/store/newest-frames.ts';
import { useCorpus } from '../../src/renderer/store/corpus-slice.ts';
import { useDialog } from '../../src/renderer/store/dialog-slice.ts';
import { useDraft } from '../../src/renderer/store/draft-slice.ts';
import { beginMetrics, useMetrics } from '../../src/renderer/store/metrics-slice.ts';
import { useFilters } from '../../src/renderer/store/filter-slice.ts';
import { clearHistory } from '../../src/renderer/store/history-slice.ts';
import { useNotices } from '../../src/renderer/store/notice-slice.ts';
import { useRuns } from '../../src/renderer/store/runs-slice.ts';
import { beginSamples, useSamples } from '../../src/renderer/store/samples-slice.ts';
import { useSelection } from '../../src/renderer/store/selection-slice.ts';
import { useSession } from '../../src/renderer/store/session-slice.ts';
import { useView } from '../../src/renderer/store/view-slice.ts';
import type { CommandName } from '../../src/shared/contract/commands.ts';
import type { CorpusInfo } from '../../src/shared/contract/corpus.ts';
import type { RunConfig, RunState, RunStatus } from '../../src/shared/contract/run.ts';
import type { SessionInfo } from '../../src/shared/contract/session.ts';
import type { StoreApi } from 'zustand';

export const CORPUS: CorpusInfo = {
  corpusId: 'char-1',
  name: 'Moby Dick',
  source: 'sample',
  bytes: 1_200_000,
  sha256: 'ab'.repeat(32),
  tokenizer: 'char',
  vocabulary: 83,
  trainTokens: 1_071_285,
  validationTokens: 119_032,
  unigramEntropyNats: 3.099,
  bigramEntropyNats: 2.463,
  excerpt: 'Call me Ishmael.',
  tokenTexts: ['\n', ' ', 'a', 'b'],
};

export const SESSION: SessionInfo = {
  protocol: 1,
  version: '0.1.0',
  engine: { version: '1', isa: 'avx2', processors: 2, numaNodes: 1 },
  shell: 'test',
  runsDirectory: '/runs',
  capabilities: [],
};

export const CONFIG: RunConfig = {
  ...defaultRun('baby', 2),
  corpusId: 'char-1',
  name: 'moby-dick',
};

/** A run's status in `state`, otherwise as sound as can be. */
export function statusOf(state: RunState, changes: Partial<RunStatus> = {}): RunStatus {
  if (state === 'idle') return { ...IDLE_STATUS, ...changes };
  return {
    state,
    runId: '0001-moby-dick',
    config: CONFIG,
    corpus: CORPUS,
    step: 120,
    parameters: 812_160,
    workers: 2,
    unsavedSteps: 20,
    checkpoints: [],
    ...changes,
  };
}

const resetOf =
  <T>(slice: StoreApi<T>) =>
  (): void =>
    slice.setState(slice.getInitialState(), true);

const RESETS = [
  resetOf(useCorpus),
  resetOf(useDialog),
  resetOf(useFilters),
  clearHistory,
  resetOf(useMetrics),
  resetOf(useNotices),
  resetOf(useRun),
  resetOf(useRuns),
  resetOf(useSamples),
  resetOf(useSelection),
  resetOf(useSession),
  resetOf(useView),
];

/** Puts every slice back to where a window begins, then connects it to a host with the sample corpus open. */
export function resetWindow(state: RunState = 'idle', changes: Partial<RunStatus> = {}): void {
  for (const reset of RESETS) reset();
  resetFrames();
  useDraft.setState({ draft: createDraft('baby', 2, 'moby-dick'), named: false });
  useSession.setState({ connection: { kind: 'connected' }, info: SESSION });
  useCorpus.setState({ corpus: CORPUS, source: { kind: 'sample' } });
  const status = statusOf(state, changes);
  useRun.setState({ status, known: true });
  beginSamples(status.runId);
  beginMetrics(status.runId);
}

export interface RecordedCall {
  readonly command: CommandName;
  readonly params: unknown;
}

/** A host whose answers are given by command; each call is recorded. A missing answer is null, an Error rejects. */
export function answerCalls(answers: Partial<Record<CommandName, unknown>>): RecordedCall[] {
  const calls: RecordedCall[] = [];
  provideHostCall((command, params) => {
    calls.push({ command, params });
    const answer = answers[command] ?? (command === 'run.list' ? { runs: [] } : null);
    return (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)) as never;
  });
  return calls;
}
