import { create } from 'zustand';
import type { CorpusInfo } from '../../shared/contract/corpus.ts';

export interface CorpusState {
  /** The corpus that the next run trains on. */
  readonly corpus: CorpusInfo | undefined;
  /** Name of the corpus being opened. */
  readonly opening: string | undefined;
  /** Why the last opening failed, in the host's words. */
  readonly problem: string | undefined;
}

/** The opened corpus. */
export const useCorpus = create<CorpusState>(() => ({
  corpus: undefined,
  opening: undefined,
  problem: undefined,
}));

export function beginOpening(name: string): void {
  useCorpus.setState({ opening: name, problem: undefined });
}

export function setCorpus(corpus: CorpusInfo): void {
  useCorpus.setState({ corpus, opening: undefined, problem: undefined });
}

/** Ends an opening that failed; the corpus before it stays. */
export function setCorpusProblem(problem: string): void {
  useCorpus.setState({ opening: undefined, problem });
}

/** Forgets the opened corpus: its host is gone. */
export function forgetCorpus(): void {
  useCorpus.setState({ corpus: undefined, opening: undefined, problem: undefined });
}
