import { create } from 'zustand';
import type { CorpusInfo, CorpusSource, TokenizerKind } from '../../shared/contract/corpus.ts';

export interface CorpusState {
  /** The corpus that the next run trains on. */
  readonly corpus: CorpusInfo | undefined;
  /** What it was opened from, to open it again for another tokenizer or a restarted host; absent: unknown to this page. */
  readonly source: CorpusSource | undefined;
  readonly tokenizer: TokenizerKind;
  /** Tokens that bpe learns. */
  readonly vocabulary: number;
  /** Name of the corpus being opened. */
  readonly opening: string | undefined;
  /** Why the last opening failed, in the host's words. */
  readonly problem: string | undefined;
}

/** The opened corpus. */
export const useCorpus = create<CorpusState>(() => ({
  corpus: undefined,
  source: { kind: 'sample' },
  tokenizer: 'char',
  vocabulary: 4_096,
  opening: undefined,
  problem: undefined,
}));

export function beginOpening(name: string): void {
  useCorpus.setState({ opening: name, problem: undefined });
}

export function setCorpus(corpus: CorpusInfo, source?: CorpusSource): void {
  useCorpus.setState({
    corpus,
    tokenizer: corpus.tokenizer,
    opening: undefined,
    problem: undefined,
    source,
  });
}

export function setVocabulary(vocabulary: number): void {
  useCorpus.setState({ vocabulary });
}

/** Ends an opening that was cancelled; the corpus before it stays. */
export function endOpening(): void {
  useCorpus.setState({ opening: undefined });
}

/** Ends an opening that failed; the corpus before it stays. */
export function setCorpusProblem(problem: string): void {
  useCorpus.setState({ opening: undefined, problem });
}

/** Forgets the opened corpus: its host is gone. */
export function forgetCorpus(): void {
  useCorpus.setState({ corpus: undefined, opening: undefined, problem: undefined });
}
