import { formatNats } from '../../lib/format.ts';
import { useMetrics } from '../../store/metrics-slice.ts';
import { useRun } from '../../store/run-slice.ts';

/** One sentence on what the validation loss means, against the corpus's own entropies. */
export function useVerdict(): string | undefined {
  const best = useMetrics((metrics) => metrics.bestValidation);
  const corpus = useRun(({ status }) => status.corpus);
  if (!best || !corpus) return undefined;
  return describeVerdict(best.lossNats, corpus.unigramEntropyNats, corpus.bigramEntropyNats);
}

/** Where a loss stands: letters by frequency, letters by the one before, or beyond both. */
export function describeVerdict(lossNats: number, unigram: number, bigram: number): string {
  const loss = formatNats(lossNats);
  if (lossNats >= unigram) return `Validation ${loss}: not yet better than token frequencies.`;
  if (lossNats >= bigram) {
    return `Validation ${loss}: knows token frequencies; a table of pairs would still do better.`;
  }
  const below = formatNats(bigram - lossNats);
  return `Validation ${loss}: ${below} nats below what a table of pairs can do.`;
}
