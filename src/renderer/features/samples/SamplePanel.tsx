import { useState } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PromptForm } from './PromptForm.tsx';
import { Segments } from '../../ui/Segments.tsx';
import type { GeneratedSample } from '../../store/samples-slice.ts';
import type { TrainingSample } from '../../../shared/contract/topics.ts';
import { formatCount } from '../../lib/format.ts';
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
  const generated = useSamples((samples) => samples.generated);
  const problem = useSamples((samples) => samples.problem);
  const [shown, setShown] = useShown(generated);
  const prompted = shown === 'prompted' ? generated : undefined;
  const text = prompted ? prompted.prompt + prompted.result.text : newest?.text;
  return (
    <Panel
      title="Sample"
      grows
      aside={
        <>
          <SampleOrigin prompted={prompted} newest={newest} />
          {generated && (
            <Segments label="Shown text" options={SOURCES} value={shown} onChange={setShown} />
          )}
          {text !== undefined && <CopyButton text={text} label="Copy the text" />}
        </>
      }
    >
      <div className={styles.body}>
        {prompted ? (
          <p className={styles.text}>
            <b>{prompted.prompt}</b>
            {prompted.result.text}
          </p>
        ) : (
          <TrainingText newest={newest} />
        )}
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

/** A text asked for is shown when it comes; the user can turn back. */
function useShown(generated: GeneratedSample | undefined) {
  const [shown, setShown] = useState<Shown>('training');
  const [seen, setSeen] = useState(generated);
  if (seen !== generated) {
    setSeen(generated);
    setShown(generated ? 'prompted' : 'training');
  }
  return [shown, setShown] as const;
}

/** Which weights wrote the text, and how freely. */
function SampleOrigin(props: {
  readonly prompted: GeneratedSample | undefined;
  readonly newest: TrainingSample | undefined;
}) {
  const { prompted, newest } = props;
  const step = prompted?.result.step ?? newest?.step;
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
