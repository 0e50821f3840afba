import { useState } from 'react';
import { Chip } from '../../ui/Chip.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PromptForm } from './PromptForm.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { TokenText } from './TokenText.tsx';
import type { SampleEnd, SampledToken } from '../../../shared/contract/sample.ts';
import type { TrainingSample } from '../../../shared/contract/topics.ts';
import { formatCount, formatSi } from '../../lib/format.ts';
import { useRun } from '../../store/run-slice.ts';
import { useSamples } from '../../store/samples-slice.ts';
import styles from './SamplePanel.module.css';

type Shown = 'training' | 'prompted';

const SOURCES: readonly { readonly value: Shown; readonly text: string }[] = [
  { value: 'training', text: 'Training' },
  { value: 'prompted', text: 'Prompted' },
];

/** What the model writes: the newest text sampled in training, and the newest one asked for. */
export function SamplePanel() {
  const newest = useSamples((samples) => samples.newest);
  const generated = useShownSample();
  const problem = useSamples((samples) => samples.problem);
  const [shown, setShown] = useShown(generated?.key);
  const [tokenwise, setTokenwise] = useState(false);
  const prompted = shown === 'prompted' ? generated : undefined;
  const text = prompted ? prompted.prompt + prompted.text : newest?.text;
  return (
    <Panel
      title="Sample"
      grows
      aside={
        <>
          <SampleOrigin prompted={prompted} newest={newest} />
          {prompted && (
            <Chip pressed={tokenwise} onPress={() => setTokenwise(!tokenwise)}>
              Tokens
            </Chip>
          )}
          {generated && (
            <Segments label="Shown text" options={SOURCES} value={shown} onChange={setShown} />
          )}
          {text !== undefined && <CopyButton text={text} label="Copy the text" />}
        </>
      }
    >
      <div className={styles.body}>
        {prompted && tokenwise && <TokenText prompt={prompted.prompt} tokens={prompted.tokens} />}
        {prompted && !tokenwise && (
          <p className={styles.text} aria-busy={prompted.step === undefined}>
            <b>{prompted.prompt}</b>
            {prompted.text}
          </p>
        )}
        {prompted ? <Making sample={prompted} /> : <TrainingText newest={newest} />}
      </div>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <PromptForm />
    </Panel>
  );
}

/** The text asked for, as far as it is written. */
interface ShownSample {
  /** Differs for each text asked for. */
  readonly key: unknown;
  readonly prompt: string;
  readonly temperature: number;
  readonly text: string;
  readonly tokens: readonly SampledToken[];
  /** Absent while it is being written. */
  readonly step: number | undefined;
  /** Of a text that is written: with which seed, how fast, and what ended it. */
  readonly making?: {
    readonly seed: number;
    readonly perSecond: number;
    readonly ended: SampleEnd;
  };
}

function useShownSample(): ShownSample | undefined {
  const generated = useSamples((samples) => samples.generated);
  const writing = useSamples((samples) => samples.writing);
  if (writing) return { ...writing, key: writing.sampleId, step: undefined };
  if (!generated) return undefined;
  const { prompt, temperature, seed, result } = generated;
  const { text, tokens, step, ended } = result;
  const making = { seed, perSecond: result.tokensPerSecond, ended };
  return { key: generated, prompt, temperature, text, tokens, step, making };
}

const ENDS: Readonly<Record<SampleEnd, string>> = {
  length: 'all written',
  stop: 'at a stop text',
  cancelled: 'ended early',
};

/** Under a text asked for: what it takes to get the same one again, and how it came. */
function Making({ sample: { making, tokens } }: { readonly sample: ShownSample }) {
  if (!making) return null;
  const { seed, perSecond, ended } = making;
  return (
    <p className={styles.made}>
      seed {seed} · {formatCount(tokens.length)} tokens, {ENDS[ended]} · {formatSi(perSecond)}{' '}
      tokens/s
    </p>
  );
}

/** A text asked for is shown when it comes; the user can turn back. */
function useShown(key: unknown) {
  const [shown, setShown] = useState<Shown>('training');
  const [seen, setSeen] = useState(key);
  if (seen !== key) {
    setSeen(key);
    setShown(key === undefined ? 'training' : 'prompted');
  }
  return [shown, setShown] as const;
}

/** Which weights wrote the text, and how freely. */
function SampleOrigin(props: {
  readonly prompted: ShownSample | undefined;
  readonly newest: TrainingSample | undefined;
}) {
  const { prompted, newest } = props;
  if (prompted && prompted.step === undefined) return <span>writing</span>;
  const step = prompted?.step ?? newest?.step;
  if (step === undefined) return null;
  return (
    <span>
      step {formatCount(step)} · T {prompted?.temperature ?? newest?.temperature}
    </span>
  );
}

function TrainingText({ newest }: { readonly newest: TrainingSample | undefined }) {
  const every = useRun(({ status }) => status.config?.sampleEverySteps ?? 0);
  const steps = useRun(({ status }) => status.config?.steps ?? 0);
  if (newest) return <p className={styles.text}>{newest.text}</p>;
  return (
    <p className={styles.none}>
      {every > 0 && every <= steps
        ? `The first text is sampled at step ${formatCount(every)}.`
        : 'This run samples no text by itself.'}
    </p>
  );
}
