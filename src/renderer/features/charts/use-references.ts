import { useMemo } from 'react';
import type { ReferenceLine } from './plot-options.ts';
import { formatNats } from '../../lib/format.ts';
import { useCorpus } from '../../store/corpus-slice.ts';
import { useRun } from '../../store/run-slice.ts';

/** What a loss is held against: the entropies of the run's corpus (before a run: of the opened one), its checkpoints. */
export interface References {
  readonly lines: readonly ReferenceLine[];
  readonly checkpointSteps: readonly number[];
  /** Loss of a model that knows nothing: where every curve begins. */
  readonly uniformNats: number;
}

/** Vocabulary of a corpus not yet opened, for the empty chart. */
const USUAL_VOCABULARY = 100;

export function useReferences(): References {
  const opened = useCorpus(({ corpus }) => corpus);
  const trained = useRun(({ status }) => status.corpus);
  const checkpoints = useRun(({ status }) => status.checkpoints);
  const corpus = trained ?? opened;
  return useMemo(
    () => ({
      lines: corpus
        ? [
            {
              name: `unigram entropy ${formatNats(corpus.unigramEntropyNats)}`,
              value: corpus.unigramEntropyNats,
            },
            {
              name: `bigram entropy ${formatNats(corpus.bigramEntropyNats)}`,
              value: corpus.bigramEntropyNats,
            },
            ...(corpus.trigramEntropyNats === undefined
              ? []
              : [
                  {
                    name: `trigram entropy ${formatNats(corpus.trigramEntropyNats)}`,
                    value: corpus.trigramEntropyNats,
                  },
                ]),
          ]
        : [],
      uniformNats: Math.log(corpus?.vocabulary ?? USUAL_VOCABULARY),
      checkpointSteps: checkpoints.map((checkpoint) => checkpoint.step),
    }),
    [corpus, checkpoints],
  );
}
