import { FileText, RotateCcw } from 'lucide-react';
import { chooseCorpus, openCorpus, reopenCorpus } from '../../commands/corpus-commands.ts';
import type { CorpusInfo, TokenizerKind } from '../../../shared/contract/corpus.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Fact, Facts } from '../../ui/Facts.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { WorkMeter } from '../../ui/WorkMeter.tsx';
import { formatBytes, formatCount, formatNats } from '../../lib/format.ts';
import { setVocabulary, useCorpus } from '../../store/corpus-slice.ts';
import { useWorkMeter } from '../../commands/use-work-meter.ts';
import styles from './Setup.module.css';

const TOKENIZERS: readonly { readonly value: TokenizerKind; readonly text: string }[] = [
  { value: 'char', text: 'Characters' },
  { value: 'byte', text: 'Bytes' },
  { value: 'bpe', text: 'Byte pairs' },
];

const VOCABULARIES: readonly { readonly value: string; readonly text: string }[] = [
  { value: '1024', text: '1,024' },
  { value: '4096', text: '4,096' },
  { value: '16384', text: '16,384' },
  { value: '50257', text: '50,257' },
];

/** The text to train on: the sample, a chosen file, or one dropped on the window. */
export function CorpusSection() {
  const { corpus, opening, problem, tokenizer, vocabulary, source } = useCorpus();
  const sampleOpen = corpus?.source === 'sample';
  const meter = useWorkMeter('corpus');
  return (
    <Panel
      title="Corpus"
      aside={
        source && (
          <Segments
            label="Tokens"
            options={TOKENIZERS}
            value={tokenizer}
            onChange={(kind) => void reopenCorpus(kind)}
          />
        )
      }
    >
      {opening !== undefined || (!corpus && !problem) ? (
        <>
          {meter && <WorkMeter {...meter} />}
          <Skeleton lines={7} label={`Opening ${opening ?? 'the corpus'}`} />
        </>
      ) : (
        corpus && <CorpusFacts corpus={corpus} />
      )}
      {source && tokenizer === 'bpe' && (
        <div className={styles.buttons}>
          <span className={styles.hint}>Vocabulary</span>
          <Segments
            label="Vocabulary"
            options={VOCABULARIES}
            value={String(vocabulary)}
            onChange={(size) => {
              setVocabulary(Number(size));
              void reopenCorpus('bpe');
            }}
          />
        </div>
      )}
      {problem && (
        <div className={styles.problem} role="alert">
          <p>{problem}</p>
          <CopyButton text={problem} />
        </div>
      )}
      <div className={styles.buttons}>
        <Button icon={<FileText />} keyHint="O" onPress={() => void chooseCorpus()}>
          Open a text
        </Button>
        {!sampleOpen && opening === undefined && (corpus ?? problem) && (
          <Button
            look="quiet"
            icon={<RotateCcw />}
            onPress={() => void openCorpus({ kind: 'sample' })}
          >
            Sample corpus
          </Button>
        )}
        <span className={styles.hint}>or drop a file here</span>
      </div>
    </Panel>
  );
}

function CorpusFacts({ corpus }: { readonly corpus: CorpusInfo }) {
  return (
    <>
      <Facts>
        <Fact name="Text">
          {corpus.name} <span className={styles.dim}>· {formatBytes(corpus.bytes)}</span>
        </Fact>
        <Fact name="Vocabulary" figure>
          {formatCount(corpus.vocabulary)} tokens
        </Fact>
        <Fact name="To train on" figure>
          {formatCount(corpus.trainTokens)} tokens
        </Fact>
        <Fact name="To validate on" figure>
          {formatCount(corpus.validationTokens)} tokens
        </Fact>
        <Fact name="Unigram entropy" figure>
          {formatNats(corpus.unigramEntropyNats)} nats a token
        </Fact>
        <Fact name="Bigram entropy" figure>
          {formatNats(corpus.bigramEntropyNats)} nats a token
        </Fact>
        {corpus.trigramEntropyNats !== undefined && (
          <Fact name="Trigram entropy" figure>
            {formatNats(corpus.trigramEntropyNats)} nats a token
          </Fact>
        )}
      </Facts>
      <blockquote className={styles.excerpt}>{corpus.excerpt.trim()}</blockquote>
    </>
  );
}
